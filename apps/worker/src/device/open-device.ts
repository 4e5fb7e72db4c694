import {
  pinHostKey,
  readHostKey,
  type Audit,
  type Device,
  type HostKeyPin,
  type KeyRing,
  type Redis,
  type Settings,
} from '@naas/core';
import { connect, DriverError, type Connection, type HostKeyStore } from '@naas/device-drivers';
import type { Run } from '../run/claims.js';
import { untilRedisAnswers, type RedisRetry } from '../upkeep/until-redis-answers.js';

/** Dependencies of openDevice(). */
export interface OpenTools {
  readonly redis: Redis;
  readonly keyRing: KeyRing;
  readonly settings: Settings;
  readonly audit: Audit;
  readonly redisRetry: RedisRetry;
}

/**
 * The host key pins that all workers share. Waits for Redis. Rejects with HOST_KEY_MISMATCH for a pin not
 * ours.
 */
function sharedPins({ job }: Run, { redis, keyRing, audit, redisRetry }: OpenTools): HostKeyStore {
  const { context } = job.request;
  const pin = async (host: string, port: number, fingerprint: string): Promise<HostKeyPin> => {
    const hostKey = { context, host, port, fingerprint };
    const pinned = await pinHostKey({ redis, keyRing }, hostKey);
    if (pinned.isNew) audit.record('hostkey.pinned', { ...hostKey, request_id: job.jobId });
    return pinned;
  };
  return {
    get: async (host, port) => {
      const device = { context, host, port };
      const pinned = await untilRedisAnswers(() => readHostKey({ redis, keyRing }, device), redisRetry);
      return pinned && trustedFingerprint(pinned, device);
    },
    pin: async (host, port, fingerprint) => {
      const pinned = await untilRedisAnswers(() => pin(host, port, fingerprint), redisRetry);
      return trustedFingerprint(pinned, { context, host, port });
    },
  };
}

function trustedFingerprint({ fingerprint, isTrusted }: HostKeyPin, { context, host, port }: Device): string {
  if (isTrusted) return fingerprint;
  throw new DriverError(
    'HOST_KEY_MISMATCH',
    `The host key pinned for ${host} port ${port} was not written by NAAS with a key of NAAS_ENCRYPTION_KEY, so ` +
      'no key of this device is trusted. Find out who can write to Redis; an admin removes the pin with ' +
      `DELETE /v2/host-keys/${context}/${encodeURIComponent(host)}/${port}.`,
    { isAuthenticated: false },
  );
}

/**
 * Opens a connection for a run to its device, by address, with the job's own credentials, the worker's host
 * key policy, and the pins that all workers share.
 */
export function openDevice(run: Run, { host, port }: Device, tools: OpenTools): Promise<Connection> {
  const { job, signal } = run;
  const { settings } = tools;
  const { platform, connTimeoutMs } = job.request;
  const { username, password, enable } = job.credentials;
  return connect({
    host,
    port,
    platform,
    username,
    password: password.reveal(),
    ...(enable === null ? {} : { enable: enable.reveal() }),
    hostKey: settings.HOST_KEY_POLICY,
    hostKeys: sharedPins(run, tools),
    algorithms: settings.SSH_ALGORITHMS,
    connectTimeoutMs: connTimeoutMs,
    keepaliveMs: settings.CONNECTION_POOL_KEEPALIVE * 1000,
    maxOutputBytes: settings.MAX_OUTPUT_BYTES,
    signal,
  });
}
