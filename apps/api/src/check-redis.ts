import type { Logger, Redis } from '@naas/core';

/** A property Redis must have so that no accepted job is lost, and what to say where it lacks it. */
const needs = [
  { wanted: /^aof_enabled:1\r?$/m, warning: 'Redis keeps no append-only file; a restart of Redis loses jobs. Set "appendonly yes".' },
  { wanted: /^maxmemory_policy:noeviction\r?$/m, warning: 'Redis may evict keys when its memory is full, and jobs with them. Set "maxmemory-policy noeviction".' },
] as const;

/** Warns where Redis is set up so that it can lose jobs. Resolves at once where it cannot be asked. */
export async function checkRedis(redis: Redis, log: Logger): Promise<void> {
  try {
    const info = await redis.info();
    for (const { wanted, warning } of needs) if (!wanted.test(info)) log.warn(warning);
  } catch (error) {
    log.warn('Redis could not be asked whether it keeps an append-only file and evicts nothing', { reason: error instanceof Error ? error.message : 'unknown' });
  }
}
