import { pinHostKey, readHostKey, type Audit, type Redis, type Settings } from '@naas/core';
import { connect, type Connection, type HostKeyStore } from '@naas/device-drivers';
import type { Run } from '../run/claims.js';
import { insist, type Insistence } from '../upkeep/insist.js';

/** What opening a connection needs. */
export interface OpenTools {
  readonly redis: Redis;
  readonly settings: Settings;
  readonly audit: Audit;
  readonly insistence: Insistence;
}

/** The pins that all workers share; waits for Redis. */
function sharedPins({ job }: Run, { redis, audit, insistence }: OpenTools): HostKeyStore {
  const { context } = job.request;
  const pin = async (host: string, port: number, fingerprint: string): Promise<string> => {
    const wanted = { context, host, port, fingerprint };
    const pinned = await pinHostKey(redis, wanted);
    if (pinned.isNew) audit.record('hostkey.pinned', { ...wanted, request_id: job.jobId });
    return pinned.fingerprint;
  };
  return {
    get: (host, port) => insist(() => readHostKey(redis, { context, host, port }), insistence),
    pin: (host, port, fingerprint) => insist(() => pin(host, port, fingerprint), insistence),
  };
}

/**
 * Opens a connection for a run: the job's own credentials, the worker's host-key policy, pins shared by all
 * workers.
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
