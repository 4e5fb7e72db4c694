import { hasEnded, type JobStatus } from '@naas/contract';
import { keys } from '../keys.js';
import { watchEnds, type Ends } from '../program/watch-ends.js';
import type { Subscriptions } from '../redis/subscriptions.js';
import { isRedisUnavailable } from '../redis/trouble.js';
import type { Jobs } from './jobs.js';

/** A message published while the connection was down is lost: the record is read this often besides. */
const readAgainMs = 1000;

/** What waiting for a job works with. */
export interface WaitTools {
  readonly jobs: Pick<Jobs, 'peek'>;
  readonly subscriptions: Subscriptions;
}

/**
 * Waits until a job has ended, or one of the ends comes first. It subscribes before it reads, so that an end
 * between the two is not missed; nor is one while Redis was away.
 * @returns whether the job has ended (or is gone).
 */
export function waitForEnd<Name extends string>(
  { jobs, subscriptions }: WaitTools,
  jobId: string,
  ends: Ends<Name>,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const wait = new Wait(resolve, reject);
    const read = async (): Promise<void> => {
      const now = await jobs.peek(jobId);
      if (!now || hasEnded(now.status)) wait.end(true);
    };
    const readAgain = (): void =>
      void read().catch((error: unknown) => isRedisUnavailable(error) || wait.fail(error));
    const onMessage = (message: string): void => {
      if (hasEnded(message as JobStatus)) wait.end(true); // other messages are no final status
    };
    wait.cleanUp(watchEnds(ends, () => wait.end(false)));
    subscriptions
      .listen(keys.wake(jobId), onMessage)
      .then((unlisten) => wait.cleanUp(unlisten))
      .then(read)
      .then(() => {
        const timer = setInterval(readAgain, readAgainMs);
        wait.cleanUp(() => clearInterval(timer));
      })
      .catch((error: unknown) => wait.fail(error));
  });
}

/** A promise that settles once, and then undoes what was set up for it. */
class Wait {
  readonly #resolve: (hasEnded: boolean) => void;
  readonly #reject: (error: Error) => void;
  readonly #undo: (() => void)[] = [];
  #isOver = false;

  constructor(resolve: (hasEnded: boolean) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Undoes something once the wait is over; at once where it is. */
  cleanUp(undo: () => void): void {
    if (this.#isOver) undo();
    else this.#undo.push(undo);
  }

  end(hasEnded: boolean): void {
    this.#settle(() => this.#resolve(hasEnded));
  }

  fail(error: unknown): void {
    this.#settle(() => this.#reject(error instanceof Error ? error : new Error(String(error))));
  }

  #settle(settle: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const undo of this.#undo) undo();
    settle();
  }
}
