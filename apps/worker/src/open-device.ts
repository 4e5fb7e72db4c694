import { PinnedHostKeys, type Redis, type Settings } from '@naas/core';
import { connect, type Connection } from '@naas/device-drivers';
import type { Run } from './claims.js';

/** Opens a connection for a run: the job's own credentials, the worker's host-key policy, pins shared by all workers. */
export function openDevice({ job, signal }: Run, { redis, settings }: { readonly redis: Redis; readonly settings: Settings }): Promise<Connection> {
  const { host, port, platform, connTimeoutMs, context } = job.request;
  const { username, password, enable } = job.credentials;
  return connect({
    host,
    port,
    platform,
    username,
    password: password.reveal(),
    ...(enable === null ? {} : { enable: enable.reveal() }),
    hostKey: settings.HOST_KEY_POLICY,
    hostKeys: new PinnedHostKeys(redis, context),
    algorithms: settings.SSH_ALGORITHMS,
    connectTimeoutMs: connTimeoutMs,
    maxOutputBytes: settings.MAX_OUTPUT_BYTES,
    signal,
  });
}
