import type { JobResult, JobStatus } from '@naas/contract';
import { batchStatusOf } from './batch-status.js';

const jobOf = (status: JobStatus) => ({
  owner: 'o',
  // Only the fields that batchStatusOf() reads.
  result: { job_id: 'j', host: 'r1', port: 22, status, error: null, error_code: null } as JobResult,
});

test.each<[string, number, readonly JobStatus[]]>([
  ['pending', 2, ['finished', 'started']],
  ['pending', 1, ['queued']],
  ['complete', 2, ['finished', 'finished']],
  ['failed', 2, ['failed', 'failed']],
  ['failed', 2, ['failed', 'cancelled']],
  ['cancelled', 2, ['cancelled', 'cancelled']],
  ['partial_failure', 2, ['finished', 'failed']],
  ['partial_failure', 2, ['finished', 'cancelled']],
])('a batch is %s with %i jobs of which these are kept: %j', (status, total, kept) => {
  expect(batchStatusOf('b', { total, jobs: kept.map(jobOf) }).status).toBe(status);
});

test('jobs whose record has expired count as completed, and the counts add up', () => {
  expect(batchStatusOf('b', { total: 3, jobs: [jobOf('failed')] })).toMatchObject({
    total: 3,
    completed: 2,
    failed: 1,
    cancelled: 0,
    pending: 0,
    status: 'partial_failure',
    jobs: [{}],
  });
});
