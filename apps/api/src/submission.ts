import type { SendCommand, SendConfig } from '@naas/contract';
import { Secret, type DeviceCredentials, type JobRequest } from '@naas/core';
import type { Principal } from '@naas/auth';
import { canonicalHost } from './body/host.js';

type Target = Pick<JobRequest, 'host' | 'port' | 'platform' | 'context' | 'readTimeoutMs' | 'connTimeoutMs' | 'tags'>;

/** The part of a request that all bodies have. */
export function targetOf(body: SendCommand | SendConfig): Target {
  return {
    host: canonicalHost(body.host),
    port: body.port,
    platform: body.platform,
    context: body.context,
    readTimeoutMs: Math.round(body.read_timeout * 1000),
    connTimeoutMs: Math.round(body.conn_timeout * 1000),
    tags: body.tags,
  };
}

/**
 * What to log in to the device with. A pair in the body is explicit and wins, also where the caller is known by Basic:
 * whoever writes one means it. The Basic pair remains the caller's identity.
 */
export function credentialsOf(body: SendCommand | SendConfig, { credentials }: Principal): DeviceCredentials {
  const enable = body.enable === undefined ? null : new Secret(body.enable);
  if (body.username === undefined || body.password === undefined) return { ...credentials, enable };
  return { username: body.username, password: new Secret(body.password), enable };
}
