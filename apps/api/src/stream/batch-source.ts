import type { JobStatus } from '@naas/contract';
import { batchStatusOf } from '../batches/batch-status.js';
import type { Services } from '../services.js';
import { eventText } from './event-text.js';
import type { StreamSource } from './follow.js';

/**
 * Shows a batch: the status of each of its jobs, now and as it changes, and where the batch stands once all
 * have ended. Its events have no ids, since whoever comes back gets the statuses of now, which is all there
 * is to know.
 */
export function batchSource(batchId: string, { jobs }: Pick<Services, 'jobs'>): StreamSource {
  const told = new Map<string, JobStatus>();
  return {
    subject: `batch:${batchId}`,
    onTimeout: { batch_id: batchId },
    async *read() {
      const batch = await jobs.batch(batchId);
      if (!batch) return true;
      const now = batchStatusOf(batchId, batch);
      for (const { job_id: jobId, status } of now.jobs) {
        if (told.get(jobId) === status) continue;
        told.set(jobId, status);
        yield eventText({ event: 'status', data: { job_id: jobId, status } });
      }
      if (now.pending > 0) return false;
      yield eventText({ event: 'result', data: now });
      return true;
    },
  };
}
