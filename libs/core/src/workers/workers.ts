import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { keys } from '../keys.js';
import type { Redis } from '../redis/redis.js';
import { repliesOf } from '../redis/replies.js';
import { runScript } from '../redis/scripts.js';

/** How often a worker announces itself, in milliseconds. */
export const heartbeatMs = 5000;
/** A worker without a heartbeat for this long counts as dead, in milliseconds. */
export const aliveWithinMs = 3 * heartbeatMs;

/** Facts that a worker announces about itself. */
export interface WorkerFacts {
  readonly contexts: readonly string[];
  readonly activeJobs: number;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /**
   * Connections open to devices, busy or idle: `context host:port` to their number. Default: none.
   */
  readonly sessions?: Readonly<Record<string, number>>;
}

/** A new worker's id: host name, process id and a unique part. */
export function newWorkerId(): string {
  return `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
}

/** Records a heartbeat of a worker, with its facts. */
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
 * Removes a worker that stops. The contexts it served count as served a while longer, for the worker that
 * replaces it.
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
  for (const context of contexts) {
    batch.llen(keys.queueWaiting(context)).scard(keys.blocked(context)).zcard(keys.failed(context));
  }
  const [workers = 0, activeJobs = 0, ...rest] = (await repliesOf(batch)).map(Number);
  const sum = (column: number): number =>
    rest.filter((_, index) => index % 3 === column).reduce((total, count) => total + count, 0);
  return { workers, activeJobs, queueDepth: sum(0) + sum(1), failedJobs: sum(2) };
}
