import type { SendCommand } from '@naas/contract';
import { Secret, type DeviceCredentials, type JobRequest, type Webhook } from '@naas/core';
import type { Principal } from '@naas/auth';
import { canonicalHost } from '../body/host.js';

/** The fields of a body that log in to a device. */
export type DeviceLogin = Pick<SendCommand, 'username' | 'password' | 'enable'>;

/** The fields of a body that ask for a webhook. */
export type WebhookFields = Pick<SendCommand, 'webhook_url' | 'webhook_secret'>;

/** The fields of a body that say where, and within what time. */
export type TargetFields = Pick<
  SendCommand,
  'host' | 'port' | 'platform' | 'context' | 'read_timeout' | 'conn_timeout' | 'tags'
>;

/** The part of a request that says where, and within what time. */
export type Target = Pick<
  JobRequest,
  'host' | 'port' | 'platform' | 'context' | 'readTimeoutMs' | 'connTimeoutMs' | 'tags'
>;

export function targetOf(body: TargetFields): Target {
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
 * What to log in to the device with. A pair in the body is explicit and wins, also where the caller is known
 * by Basic: whoever writes one means it. The Basic pair remains the caller's identity.
 */
export function credentialsOf(body: DeviceLogin, { credentials }: Principal): DeviceCredentials {
  const enable = body.enable === undefined ? null : new Secret(body.enable);
  if (body.username !== undefined && body.password !== undefined)
    return { username: body.username, password: new Secret(body.password), enable };
  if (credentials === null) throw new Error('a body without a login has passed the rules'); // see loginFaults
  return { ...credentials, enable };
}

/** Where the end of the job is to be told; null: nowhere. */
export function webhookOf({ webhook_url: url, webhook_secret: secret }: WebhookFields): Webhook | null {
  return url === undefined ? null : { url, secret: secret === undefined ? null : new Secret(secret) };
}
