import { hasEnded } from '@naas/contract';
import { readJobEvents, readJobOutput, UnsealError, type Jobs, type KeyRing, type Redis } from '@naas/core';
import { cutOutput, cutResult } from './cut.js';
import { eventText } from './event-text.js';
import { shareReads } from './share-reads.js';

/** What streams of jobs read, once for all streams that ask at once. */
export type JobReads = ReturnType<typeof jobReads>;

/** A key that is gone; the result says so. */
function lostOutput(error: unknown): null {
  if (error instanceof UnsealError) return null;
  throw error;
}

/** Makes the reads of a process. */
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
    /** Whether a job has ended, or is gone. */
    hasEnded: shareReads(async (jobId: string) => {
      const now = await jobs.peek(jobId);
      return !now || hasEnded(now.status);
    }),
    /** What happened to a job after the event with the id `after`; null: all that is kept. */
    events: shareReads((jobId: string, after: string | null) => readJobEvents(redis, jobId, after)),
    /**
     * The event `output`, with the id of the job's event; '' when the output is gone, or cannot be opened any
     * more.
     */
    outputText: shareReads(async (jobId: string, index: number, id: string) => {
      const output = await readJobOutput({ redis, keyRing }, jobId, index).catch(lostOutput);
      return output
        ? eventText({ id, event: 'output', data: { job_id: jobId, index, ...cutOutput(output) } })
        : '';
    }),
    /**
     * The last events: `result`, and where no event of the job was left (`lastId` null) its status before. ''
     * when the job is gone.
     */
    endText: shareReads(async (jobId: string, lastId: string | null) => {
      const job = await jobs.get(jobId);
      if (!job) return '';
      const data = cutResult(job.result);
      if (lastId !== null) return eventText({ id: lastId, event: 'result', data });
      return (
        eventText({ event: 'status', data: { job_id: jobId, status: job.result.status } }) +
        eventText({ event: 'result', data })
      );
    }),
  };
}
