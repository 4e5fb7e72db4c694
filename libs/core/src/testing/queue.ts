import type { ClaimedJob, Submission } from '../jobs/types.js';
import { keys } from '../keys.js';
import type { TestJobs } from './jobs.js';

/** The queue of a context, from which a test takes entries as bee-queue would. */
export interface TestQueue {
  /** Submits a job; fails unless it is accepted. */
  submit(job: Submission): Promise<string>;
  /** Waiting entries, the next one first. */
  waiting(): Promise<readonly string[]>;
  /** Takes the next entry, with its data, as bee-queue does once its handler has ended. */
  next(): Promise<string>;
  /** Claims the job of the next entry. */
  claimNext(): Promise<ClaimedJob>;
  /** Ids of the jobs with a waiting entry, the next one first. */
  waitingJobs(): Promise<readonly string[]>;
}

/** The queue of a context. `here` is read at each use, so it may be that of useTestJobs(). */
export function testQueue(here: Pick<TestJobs, 'jobs' | 'redis'>, context = 'default'): TestQueue {
  const waiting = async (): Promise<readonly string[]> =>
    (await here.redis.lrange(keys.queueWaiting(context), 0, -1)).reverse();
  const next = async (): Promise<string> => {
    const entry = await here.redis.rpop(keys.queueWaiting(context));
    if (entry === null) throw new Error('the queue is empty');
    await here.redis.hdel(keys.queueEntries(context), entry);
    return entry;
  };
  return {
    waiting,
    next,
    submit: async (job) => {
      const { outcome } = await here.jobs.submit(job);
      if (outcome !== 'accepted') throw new Error(`not accepted: ${outcome}`);
      return job.jobId;
    },
    claimNext: async () => {
      const claim = await here.jobs.claim(await next(), 'worker-1');
      if (claim.outcome !== 'run') throw new Error(`not claimed: ${JSON.stringify(claim)}`);
      return claim.job;
    },
    waitingJobs: async () => (await waiting()).map((entry) => entry.split('.')[0] ?? ''),
  };
}
