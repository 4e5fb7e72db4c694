import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { keys } from '../keys.js';
import type { Redis } from '../redis/redis.js';
import { repliesOf } from '../redis/replies.js';
import { runScript } from '../redis/scripts.js';

/** How often a worker announces itself, in milliseconds. */
export const heartbeatMs = 5000;
/** A worker not heard of for this long counts as gone, in milliseconds. */
export const aliveWithinMs = 3 * heartbeatMs;

/** Facts a worker tells about itself. */
export interface WorkerFacts {
  readonly contexts: readonly string[];
  readonly activeJobs: number;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /**
   * Sessions open on devices, busy or idle: `context host:port` to their number. None where it is not given.
   */
  readonly sessions?: Readonly<Record<string, number>>;
}

/** A new worker's id: host, process, and a part that no other has. */
export function newWorkerId(): string {
  return `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
}

/** Tells Redis that a worker lives and what it serves. */
export async function announceWorker(redis: Redis, workerId: string, facts: WorkerFacts): Promise<void> {
  await runScript(redis, 'heartbeat', [
    '{}',
    workerId,
    Math.ceil(aliveWithinMs / 1000),
    JSON.stringify(facts),
    ...facts.contexts,
  ]);
}

/**
 * Forgets a worker that stops. The contexts it served stay open a while, for the one that takes its place.
 */
export async function forgetWorker(redis: Redis, workerId: string): Promise<void> {
  await redis.multi().zrem(keys.workers(), workerId).del(keys.worker(workerId)).exec();
}

/** Counts for `/healthcheck`. */
export interface Overview {
  readonly workers: number;
  readonly activeJobs: number;
  readonly queueDepth: number;
  readonly failedJobs: number;
}

/** Counts live workers, started jobs, and the waiting and failed jobs of some contexts, in one round trip. */
export async function readOverview(redis: Redis, contexts: readonly string[]): Promise<Overview> {
  const now = Date.now();
  const batch = redis
    .pipeline()
    .zcount(keys.workers(), now - aliveWithinMs, '+inf')
    .zcard(keys.running());
  for (const context of contexts)
    batch.llen(keys.queueWaiting(context)).scard(keys.blocked(context)).zcard(keys.failed(context));
  const [workers = 0, activeJobs = 0, ...rest] = (await repliesOf(batch)).map(Number);
  const sum = (column: number): number =>
    rest.filter((_, index) => index % 3 === column).reduce((total, count) => total + count, 0);
  return { workers, activeJobs, queueDepth: sum(0) + sum(1), failedJobs: sum(2) };
}
