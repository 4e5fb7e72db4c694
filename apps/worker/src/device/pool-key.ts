import { createHmac, randomBytes } from 'node:crypto';
import { deviceName, type ClaimedJob } from '@naas/core';

/** Identifies the jobs that may use a pooled connection. */
export interface PoolKey {
  /** Name of the device: `context:host:port`. */
  readonly device: string;
  /**
   * Device, platform, user name, and a keyed hash of password and enable secret. Equal only for equal logins.
   */
  readonly login: string;
}

// Random per process and never stored, so the hashes are useless outside this process.
const hashKey = randomBytes(32);

/** The key of the connection that a job needs. */
export function poolKeyOf({ request, credentials }: Pick<ClaimedJob, 'request' | 'credentials'>): PoolKey {
  const { username, password, enable } = credentials;
  const device = deviceName(request);
  const secrets = createHmac('sha256', hashKey)
    .update(JSON.stringify([password.reveal(), enable?.reveal() ?? null]))
    .digest('base64url');
  return { device, login: JSON.stringify([device, request.platform, username, secrets]) };
}
