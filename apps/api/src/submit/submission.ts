import type { SendCommand } from '@naas/contract';
import { Secret, type DeviceCredentials, type JobRequest, type Webhook } from '@naas/core';
import type { Principal } from '@naas/auth';
import { canonicalHost } from '../body/host.js';

/** The fields of a body with the login at the device. */
export type DeviceLogin = Pick<SendCommand, 'username' | 'password' | 'enable'>;

/** The fields of a body with the webhook. */
export type WebhookFields = Pick<SendCommand, 'webhook_url' | 'webhook_secret'>;

/** The fields of a body with device, time limits and tags. */
export type TargetFields = Pick<
  SendCommand,
  'host' | 'port' | 'platform' | 'context' | 'read_timeout' | 'conn_timeout' | 'tags'
>;

/** The part of a job request with device, time limits and tags. */
export type Target = Pick<
  JobRequest,
  'host' | 'port' | 'platform' | 'context' | 'readTimeoutMs' | 'connTimeoutMs' | 'tags'
>;

/** Reads device, time limits and tags from a body. */
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
 * The credentials for the device: from the body, else the caller's Basic credentials. The caller's identity
 * is that of the Basic credentials in both cases.
 */
export function credentialsOf(body: DeviceLogin, { credentials }: Principal): DeviceCredentials {
  const enable = body.enable === undefined ? null : new Secret(body.enable);
  if (body.username !== undefined && body.password !== undefined)
    return { username: body.username, password: new Secret(body.password), enable };
  // loginFaults() refuses such a body.
  if (credentials === null) throw new Error('a body without a login has passed the rules');
  return { ...credentials, enable };
}

/** The webhook in a body; null if it has none. */
export function webhookOf({ webhook_url: url, webhook_secret: secret }: WebhookFields): Webhook | null {
  return url === undefined ? null : { url, secret: secret === undefined ? null : new Secret(secret) };
}
