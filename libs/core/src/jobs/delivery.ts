import BeeQueue from 'bee-queue';
import { EntryPops } from './entry-pops.js';
import { queueName } from '../keys.js';
import type { Redis } from '../redis/redis.js';

/** What a worker does with a queue entry. Must never reject. */
export type DeliveryHandler = (entryId: string) => Promise<void>;

/** A worker's hold on one context's queue. */
export interface Delivery {
  /**
   * Takes nothing new. Entries that were on their way here still go to the handler. Resolves when all
   * handlers have ended; rejects after the time.
   */
  close(timeoutMs: number): Promise<void>;
}

/**
 * How long an entry may lie with a worker that shows no life before it goes to another one, in milliseconds.
 */
const stallIntervalMs = 5000;

/**
 * Takes entries of a context's queue, up to `concurrency` at a time.
 *
 * bee-queue is the pipe and no more: entries are written by our own scripts, results and states are kept in
 * our records, and an entry that comes twice is refused at its claim. Its check for stalled entries runs all
 * the time: without it an entry that was popped by a worker that died, or by a connection that closed, is
 * never seen again.
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
  // bee-queue leaves a listener on the shared connection that throws when the queue's own errors have none.
  queue.on('error', onError);
  await queue.ready();
  const { bclient: blocking } = queue as unknown as { readonly bclient: Redis }; // its types leave it out
  const pops = new EntryPops(blocking, onError);
  queue.process(concurrency, (entry: BeeQueue.Job<unknown>) => {
    pops.handedOver(entry.id);
    return handler(entry.id);
  });
  // without a callback: with one, bee-queue leaves a rejection to nobody. Later checks tell `error`
  queue.checkStalledJobs(stallIntervalMs).catch(onError);
  return {
    close: async (timeoutMs) => {
      await Promise.race([pops.end(), new Promise((resolve) => setTimeout(resolve, timeoutMs).unref())]);
      await queue.close(timeoutMs);
      await Promise.all(pops.leftOver.map(handler));
    },
  };
}
