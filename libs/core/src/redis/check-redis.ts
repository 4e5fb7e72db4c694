import type { Logger } from '../program/log.js';
import { addressSetting } from './address.js';
import type { Redis } from './redis.js';
import { SettingsError, type Settings } from '../settings/settings.js';

/** The oldest Redis that has the commands that are used. */
const oldest = [6, 2] as const;

/** A property Redis must have so that no accepted job is lost, and what to say where it lacks it. */
const needs = [
  {
    wanted: /^aof_enabled:1\r?$/m,
    warning: 'Redis keeps no append-only file; a restart of Redis loses jobs. Set "appendonly yes".',
  },
  {
    wanted: /^maxmemory_policy:noeviction\r?$/m,
    warning:
      'Redis may evict keys when its memory is full, and jobs with them. Set "maxmemory-policy noeviction".',
  },
] as const;

/**
 * The same where sentinels replace a master. INFO tells of good replicas only where a least number of them is
 * set.
 */
const needsOfSentinel = [
  {
    wanted: /^min_slaves_good_slaves:/m,
    warning:
      'Redis takes writes also without a replica; two failovers in a row can then lose jobs, and push a ' +
      'configuration twice. Set "min-replicas-to-write 1" and "min-replicas-max-lag 10" on all nodes.',
  },
] as const;

/** Why a Redis can never serve, by what it says of itself; null where it can. */
function unfit(info: string): string | null {
  if (/^cluster_enabled:1\r?$/m.test(info))
    return (
      'leads to a Redis Cluster, which is not supported; name a stand-alone Redis, or set REDIS_SENTINELS ' +
      'and REDIS_SENTINEL_MASTER'
    );
  const [, version = '', major, minor] = /^redis_version:((\d+)\.(\d+)\S*)/m.exec(info) ?? [];
  const isOld =
    version !== '' &&
    (Number(major) < oldest[0] || (Number(major) === oldest[0] && Number(minor) < oldest[1]));
  return isOld ? `leads to Redis ${version}; Redis ${oldest.join('.')} or later is needed` : null;
}

/**
 * Asks Redis whether it can serve, and warns where it is set up so that it can lose jobs. Resolves at once
 * where it cannot be asked.
 * @throws SettingsError when it can never serve: a Redis Cluster, or one that is too old.
 */
export async function checkRedis({
  redis,
  settings,
  log,
}: {
  readonly redis: Redis;
  readonly settings: Settings;
  readonly log: Logger;
}): Promise<void> {
  let info: string;
  try {
    info = await redis.info();
  } catch (error) {
    log.warn('Redis could not be asked whether it keeps an append-only file and evicts nothing', {
      reason: error instanceof Error ? error.message : 'unknown',
    });
    return;
  }
  const reason = unfit(info);
  if (reason !== null) throw new SettingsError(`${addressSetting(settings)} ${reason}.`);
  for (const { wanted, warning } of [...needs, ...(settings.REDIS_SENTINELS ? needsOfSentinel : [])])
    if (!wanted.test(info)) log.warn(warning);
}
