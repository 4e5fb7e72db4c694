import type { Logger } from '../program/log.js';
import { addressOf, addressSetting } from './address.js';
import type { Redis } from './redis.js';
import { SettingsError, type Settings } from '../settings/settings.js';

/** The oldest version of Redis with all commands in use. */
const minVersion = [6, 2] as const;

/** Properties of Redis without which accepted jobs can be lost, each with the warning when it is missing. */
const requirements = [
  {
    pattern: /^aof_enabled:1\r?$/m,
    warning: 'Redis keeps no append-only file; a restart of Redis loses jobs. Set "appendonly yes".',
  },
  {
    pattern: /^maxmemory_policy:noeviction\r?$/m,
    warning:
      'Redis may evict keys when its memory is full, and jobs with them. Set "maxmemory-policy noeviction".',
  },
] as const;

/**
 * The same for Redis under sentinels. INFO has the number of good replicas only when min-replicas-to-write is
 * set.
 */
const sentinelRequirements = [
  {
    pattern: /^min_slaves_good_slaves:/m,
    warning:
      'Redis accepts writes even without a replica; two failovers in a row can then lose jobs, and push a ' +
      'configuration twice. Set "min-replicas-to-write 1" and "min-replicas-max-lag 10" on all nodes.',
  },
] as const;

/** Hosts that only programs of this machine reach. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/** Warning about a Redis that anyone on the network can write to; null when it is not one. */
function exposureWarning(settings: Settings): string | null {
  const address = addressOf(settings);
  const hosts = 'sentinels' in address ? address.sentinels.map(({ host }) => host) : [address.host];
  const hasTls = 'tls' in address;
  if (address.password !== undefined || hasTls || hosts.every((host) => loopback.test(host))) return null;
  return (
    'Redis is on the network without a password and without TLS; whoever reaches it can delete jobs, delay them, ' +
    'run them again and remove pinned host keys. Set a password in Redis and in REDIS_PASSWORD or REDIS_URL, and ' +
    'use rediss:// if you can.'
  );
}

/** Reason why a Redis can never be used, from its answer to INFO; null when it can. */
function unfitReason(info: string): string | null {
  if (/^cluster_enabled:1\r?$/m.test(info)) {
    return (
      'leads to a Redis Cluster, which is not supported; name a stand-alone Redis, or set REDIS_SENTINELS ' +
      'and REDIS_SENTINEL_MASTER'
    );
  }
  const [, version = '', major, minor] = /^redis_version:((\d+)\.(\d+)\S*)/m.exec(info) ?? [];
  const isOld =
    version !== '' &&
    (Number(major) < minVersion[0] || (Number(major) === minVersion[0] && Number(minor) < minVersion[1]));
  return isOld ? `leads to Redis ${version}; Redis ${minVersion.join('.')} or later is needed` : null;
}

/**
 * Checks whether Redis can be used, and warns when its configuration can lose jobs, or when anyone on the
 * network can write to it. When Redis does not answer, logs a warning and resolves.
 * @throws SettingsError when this Redis can never be used: a Redis Cluster, or a version that is too old.
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
  const exposure = exposureWarning(settings);
  if (exposure !== null) log.warn(exposure);
  let info: string;
  try {
    info = await redis.info();
  } catch (error) {
    log.warn('Redis could not be checked for an append-only file and for eviction of keys', {
      reason: error instanceof Error ? error.message : 'unknown',
    });
    return;
  }
  const reason = unfitReason(info);
  if (reason !== null) throw new SettingsError(`${addressSetting(settings)} ${reason}.`);
  const checks = [...requirements, ...(settings.REDIS_SENTINELS ? sentinelRequirements : [])];
  for (const { pattern, warning } of checks) {
    if (!pattern.test(info)) log.warn(warning);
  }
}
