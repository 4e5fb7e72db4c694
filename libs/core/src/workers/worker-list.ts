import { keys } from '../keys.js';
import type { Redis } from '../redis/redis.js';
import { repliesOf } from '../redis/replies.js';
import { aliveWithinMs, type WorkerFacts } from './workers.js';

/** A live worker and its facts. */
export interface LiveWorker extends WorkerFacts {
  readonly id: string;
}

/** Workers with a recent heartbeat, in the order of their ids. */
export async function listWorkers(redis: Redis): Promise<readonly LiveWorker[]> {
  const ids = await redis.zrangebyscore(keys.workers(), Date.now() - aliveWithinMs, '+inf');
  const batch = redis.pipeline();
  for (const id of ids) batch.hget(keys.worker(id), 'facts');
  const replies = await repliesOf(batch);
  const workers = ids.flatMap((id, index) => {
    const facts = replies[index];
    // written by announceWorker
    return typeof facts === 'string' ? [{ id, ...(JSON.parse(facts) as WorkerFacts) }] : [];
  });
  return workers.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** How many jobs wait in each of some contexts, in their order. */
export async function queueDepths(redis: Redis, contexts: readonly string[]): Promise<readonly number[]> {
  const batch = redis.pipeline();
  for (const context of contexts) batch.llen(keys.queueWaiting(context)).scard(keys.blocked(context));
  const counts = (await repliesOf(batch)).map(Number);
  return contexts.map((_, index) => (counts[2 * index] ?? 0) + (counts[2 * index + 1] ?? 0));
}
