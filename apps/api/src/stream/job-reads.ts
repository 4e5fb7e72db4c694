import { hasEnded, type JobResult } from '@naas/contract';
import {
  LargeJob,
  LargeResult,
  readJobEvents,
  readJobOutput,
  UnsealError,
  type FoundJob,
  type Jobs,
  type KeyRing,
  type Redis,
} from '@naas/core';
import { eventText } from './event-text.js';
import { shareReads } from './share-reads.js';
import { maxOutputBytes, truncateOutput, truncateResult } from './truncate.js';

/** Reads for job streams; streams that read the same at the same time share one read. */
export type JobReads = ReturnType<typeof jobReads>;

/** Skips an output whose encryption key is no longer active; the result says so. */
function skipUnsealable(error: unknown): null {
  if (error instanceof UnsealError) return null;
  throw error;
}

/**
 * The result of a job; of a large one only as much as truncateResult() keeps, and no more of it is ever in
 * memory. Null when the job has expired.
 */
async function beginningOf(job: FoundJob): Promise<JobResult | null> {
  if (!(job instanceof LargeJob)) return job.result;
  const opened = await job.open();
  return opened instanceof LargeResult ? opened.beginning(maxOutputBytes + 1) : (opened?.result ?? null);
}

/** Makes the reads that all streams of a process share. */
export function jobReads({
  jobs,
  redis,
  keyRing,
}: {
  readonly jobs: Jobs;
  readonly redis: Redis;
  readonly keyRing: KeyRing;
}) {
  return {
    /** Whether a job has ended or no longer exists. */
    hasEnded: shareReads(async (jobId: string) => {
      const job = await jobs.peek(jobId);
      return !job || hasEnded(job.status);
    }),
    /** The events of a job after the one with the id `after`; null: all that are kept. */
    events: shareReads((jobId: string, after: string | null) => readJobEvents(redis, jobId, after)),
    /**
     * The event `output`, with the id of the stored event; '' if the output has expired or can no longer be
     * decrypted.
     */
    outputText: shareReads(async (jobId: string, index: number, id: string) => {
      const output = await readJobOutput({ redis, keyRing }, jobId, index).catch(skipUnsealable);
      return output
        ? eventText({ id, event: 'output', data: { job_id: jobId, index, ...truncateOutput(output) } })
        : '';
    }),
    /**
     * The event `result`. If no events of the job are kept (`lastId` null), the status comes before it. '' if
     * the job no longer exists.
     */
    endText: shareReads(async (jobId: string, lastId: string | null) => {
      const job = await jobs.find(jobId);
      const result = job && (await beginningOf(job));
      if (!result) return '';
      const data = truncateResult(result);
      if (lastId !== null) return eventText({ id: lastId, event: 'result', data });
      return (
        eventText({ event: 'status', data: { job_id: jobId, status: result.status } }) +
        eventText({ event: 'result', data })
      );
    }),
  };
}
