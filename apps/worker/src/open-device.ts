import { PinnedHostKeys, type Audit, type PinnedHostKey, type Redis, type Settings } from '@naas/core';
import { connect, type Connection } from '@naas/device-drivers';
import type { Run } from './claims.js';

/** Opens a connection for a run: the job's own credentials, the worker's host-key policy, pins shared by all workers. */
export function openDevice({ job, signal }: Run, { redis, settings, audit }: { readonly redis: Redis; readonly settings: Settings; readonly audit: Audit }): Promise<Connection> {
  const { host, port, platform, connTimeoutMs, context } = job.request;
  const { username, password, enable } = job.credentials;
  const onPinned = (pin: PinnedHostKey): void => audit.record('hostkey.pinned', { context, ...pin, request_id: job.jobId });
  return connect({
    host,
    port,
    platform,
    username,
    password: password.reveal(),
    ...(enable === null ? {} : { enable: enable.reveal() }),
    hostKey: settings.HOST_KEY_POLICY,
    hostKeys: new PinnedHostKeys(redis, context, onPinned),
    algorithms: settings.SSH_ALGORITHMS,
    connectTimeoutMs: connTimeoutMs,
    keepaliveMs: settings.CONNECTION_POOL_KEEPALIVE * 1000,
    maxOutputBytes: settings.MAX_OUTPUT_BYTES,
    signal,
  });
}
