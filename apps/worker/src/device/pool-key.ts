import { createHmac, randomBytes } from 'node:crypto';
import { deviceName, type ClaimedJob } from '@naas/core';

/** What a session in the pool is for. */
export interface PoolKey {
  /** Name of the device. */
  readonly device: string;
  /**
   * The device, the platform, the user, and a keyed hash of password and enable secret: equal only for equal
   * logins.
   */
  readonly login: string;
}

// Of this process and never told: the hashes are of no use to anybody else.
const hashKey = randomBytes(32);

/** The key of the session a job needs. */
export function poolKeyOf({ request, credentials }: Pick<ClaimedJob, 'request' | 'credentials'>): PoolKey {
  const { username, password, enable } = credentials;
  const device = deviceName(request);
  const secrets = createHmac('sha256', hashKey)
    .update(JSON.stringify([password.reveal(), enable?.reveal() ?? null]))
    .digest('base64url');
  return { device, login: JSON.stringify([device, request.platform, username, secrets]) };
}
