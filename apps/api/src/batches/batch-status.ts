import type { BatchStatus, JobResult } from '@naas/contract';
import type { StoredBatch } from '@naas/core';

type Counts = Pick<BatchStatus, 'total' | 'completed' | 'failed' | 'cancelled' | 'pending'>;

function summary({ total, completed, failed, cancelled, pending }: Counts): BatchStatus['status'] {
  if (pending > 0) return 'pending';
  if (completed === total) return 'complete';
  if (cancelled === total) return 'cancelled';
  return completed === 0 && failed > 0 ? 'failed' : 'partial_failure';
}

function jobOf({ job_id, host, port, status, error, error_code }: JobResult): BatchStatus['jobs'][number] {
  return {
    job_id,
    host,
    port,
    status,
    ...(error === null ? {} : { error }),
    ...(error_code === null ? {} : { error_code }),
  };
}

/**
 * The current status of a batch. Jobs whose record has expired are not listed and count as completed, because
 * records of failed jobs are kept longest.
 */
export function batchStatusOf(
  batchId: string,
  { total, jobs }: Pick<StoredBatch, 'total' | 'jobs'>,
): BatchStatus {
  const results = jobs.map(({ result }) => result);
  const count = (...statuses: readonly JobResult['status'][]): number =>
    results.filter(({ status }) => statuses.includes(status)).length;
  const [failed, cancelled, pending] = [count('failed'), count('cancelled'), count('queued', 'started')];
  const counts = { total, completed: total - failed - cancelled - pending, failed, cancelled, pending };
  return { batch_id: batchId, ...counts, status: summary(counts), jobs: results.map(jobOf) };
}
