import type { ClaimedJob, Submission } from '../jobs/types.js';
import { keys } from '../keys.js';
import type { TestJobs } from './jobs.js';

/** The queue of a context, taken from by hand as bee-queue would. */
export interface TestQueue {
  /** Hands a job in; fails unless it is accepted. */
  submit(job: Submission): Promise<string>;
  /** Entries that wait, the next one first. */
  waiting(): Promise<readonly string[]>;
  /** The next entry, as bee-queue takes it and is done with it. */
  next(): Promise<string>;
  /** Claims the job of the next entry. */
  claimNext(): Promise<ClaimedJob>;
  /** Ids of the jobs whose entries wait, the next one first. */
  waitingJobs(): Promise<readonly string[]>;
}

/** Takes from the queue of a context. */
export function testQueue({ jobs, redis }: TestJobs, context = 'default'): TestQueue {
  const waiting = async (): Promise<readonly string[]> =>
    (await redis.lrange(keys.queueWaiting(context), 0, -1)).reverse();
  const next = async (): Promise<string> => {
    const entry = await redis.rpop(keys.queueWaiting(context));
    if (entry === null) throw new Error('the queue is empty');
    await redis.hdel(keys.queueEntries(context), entry);
    return entry;
  };
  return {
    waiting,
    next,
    submit: async (job) => {
      const { outcome } = await jobs.submit(job);
      if (outcome !== 'accepted') throw new Error(`not accepted: ${outcome}`);
      return job.jobId;
    },
    claimNext: async () => {
      const claim = await jobs.claim(await next(), 'worker-1');
      if (claim.outcome !== 'run') throw new Error(`not claimed: ${JSON.stringify(claim)}`);
      return claim.job;
    },
    waitingJobs: async () => (await waiting()).map((entry) => entry.split('.')[0] ?? ''),
  };
}
