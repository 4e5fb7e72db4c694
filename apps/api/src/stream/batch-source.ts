import type { JobStatus } from '@naas/contract';
import { batchStatusOf } from '../batches/batch-status.js';
import type { Services } from '../services.js';
import { eventText } from './event-text.js';
import type { StreamSource } from './follow.js';

/**
 * Streams a batch: the status of each job, now and at each change, and the state of the batch when all jobs
 * have ended. The events have no ids, because a client that reconnects gets all current statuses again and
 * misses nothing.
 */
export function batchSource(batchId: string, { jobs }: Pick<Services, 'jobs'>): StreamSource {
  const sentStatuses = new Map<string, JobStatus>();
  return {
    subject: `batch:${batchId}`,
    onTimeout: { batch_id: batchId },
    async *read() {
      const batch = await jobs.batch(batchId);
      if (!batch) return true;
      const state = batchStatusOf(batchId, batch);
      for (const { job_id: jobId, status } of state.jobs) {
        if (sentStatuses.get(jobId) === status) continue;
        sentStatuses.set(jobId, status);
        yield eventText({ event: 'status', data: { job_id: jobId, status } });
      }
      if (state.pending > 0) return false;
      yield eventText({ event: 'result', data: state });
      return true;
    },
  };
}
