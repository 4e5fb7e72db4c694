import BeeQueue from 'bee-queue';
import { EntryPops } from './entry-pops.js';
import { queueName } from '../keys.js';
import type { Redis } from '../redis/redis.js';

/** Handles a queue entry. Must never reject. */
export type DeliveryHandler = (entryId: string) => Promise<void>;

/** A worker's intake from the queue of one context. */
export interface Delivery {
  /**
   * Takes no further entries. Entries that were already on their way still go to the handler. Resolves when
   * all handlers have ended; rejects after `timeoutMs`.
   */
  close(timeoutMs: number): Promise<void>;
}

/**
 * How long an entry stays with a worker that shows no life before another worker gets it, in milliseconds.
 */
const stallIntervalMs = 5000;

/**
 * Takes entries of a context's queue, up to `concurrency` at a time.
 *
 * bee-queue only delivers: entries are written by our own scripts, results and states are kept in our
 * records, and an entry that is delivered twice is refused at its claim. Its check for stalled entries runs
 * all the time: without it, an entry popped by a worker that died, or on a connection that closed, would be
 * lost.
 */
export async function takeDeliveries(
  redis: Redis,
  {
    context,
    concurrency,
    handler,
    onError,
  }: {
    readonly context: string;
    readonly concurrency: number;
    readonly handler: DeliveryHandler;
    readonly onError: (error: Error) => void;
  },
): Promise<Delivery> {
  const queue = new BeeQueue(queueName(context), {
    redis,
    isWorker: true,
    getEvents: false,
    sendEvents: false,
    storeJobs: false,
    removeOnSuccess: true,
    removeOnFailure: true,
    stallInterval: stallIntervalMs,
    quitCommandClient: false,
  });
  // bee-queue's listener on the shared connection throws when the queue has no listener for errors.
  queue.on('error', onError);
  await queue.ready();
  // bee-queue's types leave `bclient` out.
  const { bclient: blocking } = queue as unknown as { readonly bclient: Redis };
  const pops = new EntryPops(blocking, onError);
  queue.process(concurrency, (entry: BeeQueue.Job<unknown>) => {
    pops.markHandled(entry.id);
    return handler(entry.id);
  });
  // Without a callback, since bee-queue does not handle rejections with one. Later checks emit `error`.
  queue.checkStalledJobs(stallIntervalMs).catch(onError);
  return {
    close: async (timeoutMs) => {
      await Promise.race([pops.end(), new Promise((resolve) => setTimeout(resolve, timeoutMs).unref())]);
      await queue.close(timeoutMs);
      await Promise.all(pops.unhandled.map(handler));
    },
  };
}
