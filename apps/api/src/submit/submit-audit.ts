import type { Principal } from '@naas/auth';
import type { Audit, JobRequest, SubmitRefusal } from '@naas/core';

/** Failures after which a user or a device is locked out. */
const lockoutFailures = 10;

/** A job that was accepted, or was to be. */
export interface AuditedJob {
  readonly jobId: string;
  readonly request: Pick<JobRequest, 'kind' | 'host' | 'port' | 'platform' | 'context' | 'commands'>;
}

/** Tells the audit of a job that is new. */
export function auditSubmitted(
  audit: Audit,
  { owner: [userHash] }: Pick<Principal, 'owner'>,
  { jobId, request }: AuditedJob,
): void {
  const { kind, host, port, platform, context, commands } = request;
  audit.record('job.submitted', {
    kind,
    host,
    port,
    platform,
    context,
    command_count: commands.length,
    user_hash: userHash,
    request_id: jobId,
  });
}

/**
 * Tells the audit of a submit that was refused since a user or device is locked out. `jobs`: all that were
 * handed in.
 */
export function auditRefused(audit: Audit, refusal: SubmitRefusal, jobs: readonly AuditedJob[]): void {
  if (refusal.outcome !== 'LOCKED_OUT') return;
  const job = jobs[refusal.index];
  if (!job) return;
  const { host, port, context } = job.request;
  audit.record('device.locked_out', {
    host,
    port,
    context,
    subject: refusal.subject,
    failure_count: lockoutFailures,
    request_id: job.jobId,
  });
}

/** Tells the audit of a batch that is new, and of each of its jobs. */
export function auditBatch(
  audit: Audit,
  principal: Pick<Principal, 'owner'>,
  {
    batchId,
    requestId,
    jobs,
  }: { readonly batchId: string; readonly requestId: string; readonly jobs: readonly AuditedJob[] },
): void {
  const [userHash] = principal.owner;
  const request = jobs[0]?.request;
  if (!request) return;
  audit.record('batch.submitted', {
    batch_id: batchId,
    kind: request.kind,
    job_count: jobs.length,
    command_count: request.commands.length,
    user_hash: userHash,
    request_id: requestId,
  });
  for (const job of jobs) auditSubmitted(audit, principal, job);
}
