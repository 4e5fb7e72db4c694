import type { Principal } from '@naas/auth';
import type { Audit, JobRequest, SubmitRefusal } from '@naas/core';

/** Number of failures after which a user or a device is locked out. */
const lockoutFailures = 10;

/** The parts of an accepted or refused job that the audit trail records. */
export interface AuditedJob {
  readonly jobId: string;
  readonly request: Pick<JobRequest, 'kind' | 'host' | 'port' | 'platform' | 'context' | 'commands'>;
}

/** Records a new job in the audit trail. */
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

/** Records a submit that was refused by a lockout in the audit trail. `jobs`: all jobs of the submit. */
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

/** Records a new batch and each of its jobs in the audit trail. */
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
