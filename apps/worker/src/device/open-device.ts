import { pinHostKey, readHostKey, type Audit, type Redis, type Settings } from '@naas/core';
import { connect, type Connection, type HostKeyStore } from '@naas/device-drivers';
import type { Run } from '../run/claims.js';
import { untilRedisAnswers, type RedisRetry } from '../upkeep/until-redis-answers.js';

/** Dependencies of openDevice(). */
export interface OpenTools {
  readonly redis: Redis;
  readonly settings: Settings;
  readonly audit: Audit;
  readonly redisRetry: RedisRetry;
}

/** The host key pins that all workers share. Waits for Redis. */
function sharedPins({ job }: Run, { redis, audit, redisRetry }: OpenTools): HostKeyStore {
  const { context } = job.request;
  const pin = async (host: string, port: number, fingerprint: string): Promise<string> => {
    const hostKey = { context, host, port, fingerprint };
    const pinned = await pinHostKey(redis, hostKey);
    if (pinned.isNew) audit.record('hostkey.pinned', { ...hostKey, request_id: job.jobId });
    return pinned.fingerprint;
  };
  return {
    get: (host, port) => untilRedisAnswers(() => readHostKey(redis, { context, host, port }), redisRetry),
    pin: (host, port, fingerprint) => untilRedisAnswers(() => pin(host, port, fingerprint), redisRetry),
  };
}

/**
 * Opens a connection for a run, with the job's own credentials, the worker's host key policy, and the pins
 * that all workers share.
 */
export function openDevice(run: Run, tools: OpenTools): Promise<Connection> {
  const { job, signal } = run;
  const { settings } = tools;
  const { host, port, platform, connTimeoutMs } = job.request;
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
