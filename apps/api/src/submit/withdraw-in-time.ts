import { setTimeout as pause } from 'node:timers/promises';
import { isRedisUnavailable, type Jobs, type Redis, type Withdrawal } from '@naas/core';

/** Connection that a withdrawal goes through: it waits for Redis, and has no time limit of its own. */
export interface WithdrawalTools {
  readonly redis: Redis;
  /** Uses `redis`. */
  readonly jobs: Jobs;
}

/** What became of an attempt: withdrawn, or it stands since one of its jobs has started. */
export type Fate = 'withdrawn' | 'stands' | 'unknown';

/** Maximum time to find out, in milliseconds: with the second of the submit itself, an answer comes within two. */
const withdrawMs = 900;
/** How often a connection that is down is looked at again, in milliseconds. */
const lookMs = 50;

/**
 * Withdraws an attempt to submit, within a second. Nothing is left to be sent later when it returns
 * 'unknown', so that no job disappears after its caller was told to look for it.
 */
export async function withdrawInTime(tools: WithdrawalTools, withdrawal: Withdrawal): Promise<Fate> {
  const deadline = performance.now() + withdrawMs;
  const timeout = new AbortController();
  const late = pause(withdrawMs, 'unknown' as const, timeout);
  try {
    for (;;) {
      const fate = await Promise.race([attempt(tools, withdrawal), late]);
      if (fate !== 'away') return fate;
      if (performance.now() >= deadline) return 'unknown';
      await pause(lookMs);
    }
  } finally {
    timeout.abort();
    late.catch(() => undefined); // it was aborted
  }
}

/** Sends it only on a connection that is up: a command in a queue would be sent whenever Redis is back. */
async function attempt({ redis, jobs }: WithdrawalTools, withdrawal: Withdrawal): Promise<Fate | 'away'> {
  if (redis.status !== 'ready') return 'away';
  try {
    return (await jobs.withdraw(withdrawal)) ? 'withdrawn' : 'stands';
  } catch (error) {
    if (isRedisUnavailable(error)) return 'away';
    throw error;
  }
}
