import { hasEnded, type JobStatus } from '@naas/contract';
import { keys } from '../keys.js';
import { watchEnds, type Ends } from '../program/watch-ends.js';
import type { Subscriptions } from '../redis/subscriptions.js';
import { isRedisUnavailable } from '../redis/trouble.js';
import type { Jobs } from './jobs.js';

/** Interval of reading the record, in milliseconds: a message published during an outage is lost. */
const readAgainMs = 1000;

/** What waitForEnd() works with. */
export interface WaitTools {
  readonly jobs: Pick<Jobs, 'peek'>;
  readonly subscriptions: Subscriptions;
}

/**
 * Waits until a job has ended, or until one of `ends`. It subscribes before it reads, so that an end between
 * the two is not missed, and reads again and again, so that an end during an outage is not missed either.
 * @returns whether the job has ended, or does not exist.
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
      if (hasEnded(message as JobStatus)) wait.end(true); // other messages are not a final status
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

/** Settles a promise once, and then runs the clean-up steps of its wait. */
class Wait {
  readonly #resolve: (hasEnded: boolean) => void;
  readonly #reject: (error: Error) => void;
  readonly #steps: (() => void)[] = [];
  #isOver = false;

  constructor(resolve: (hasEnded: boolean) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Adds a clean-up step. Runs it at once when the wait is over already. */
  cleanUp(step: () => void): void {
    if (this.#isOver) step();
    else this.#steps.push(step);
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
    for (const step of this.#steps) step();
    settle();
  }
}
