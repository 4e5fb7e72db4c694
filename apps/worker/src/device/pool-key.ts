import { createHmac, randomBytes } from 'node:crypto';
import { deviceName, type ClaimedJob, type Device } from '@naas/core';

/** Identifies the jobs that may use a pooled connection. */
export interface PoolKey {
  /** Name of the device: `context:host:port`. */
  readonly device: string;
  /**
   * Owner of the job, device, platform, user name, and a keyed hash of password and enable secret: one caller
   * never gets the connection of another, whose shell has a history and variables of its own.
   */
  readonly login: string;
}

// Random per process and never stored, so the hashes are useless outside this process.
const hashKey = randomBytes(32);

/** The key of the connection that a job needs. `at`: its device, by address. */
export function poolKeyOf(
  { request, credentials, owner }: Pick<ClaimedJob, 'request' | 'credentials' | 'owner'>,
  at: Device,
): PoolKey {
  const { username, password, enable } = credentials;
  const device = deviceName(at);
  const secrets = createHmac('sha256', hashKey)
    .update(JSON.stringify([password.reveal(), enable?.reveal() ?? null]))
    .digest('base64url');
  return { device, login: JSON.stringify([owner, device, request.platform, username, secrets]) };
}
