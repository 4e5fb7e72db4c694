import { keys } from '../keys.js';
import type { Redis } from '../redis/redis.js';
import { deviceName, parseDeviceName, type Device } from './device.js';

/** The pinned SSH host key of one device. */
export interface PinnedHostKey extends Device {
  /** `SHA256:…` */
  readonly fingerprint: string;
}

/** The pinned fingerprint of a device, `SHA256:…`; undefined when there is none. */
export async function readHostKey(redis: Redis, device: Device): Promise<string | undefined> {
  return (await redis.hget(keys.hostKeys(device.context), deviceName(device))) ?? undefined;
}

/**
 * Pins a fingerprint, unless another one is pinned already. Returns the fingerprint that is pinned now;
 * `isNew`: this call has pinned it.
 */
export async function pinHostKey(
  redis: Redis,
  { fingerprint, ...device }: PinnedHostKey,
): Promise<{ readonly fingerprint: string; readonly isNew: boolean }> {
  const isNew = (await redis.hsetnx(keys.hostKeys(device.context), deviceName(device), fingerprint)) === 1;
  return { fingerprint: (await readHostKey(redis, device)) ?? fingerprint, isNew };
}

/** Removes the fingerprint of a device; false when none was pinned. */
export async function forgetHostKey(redis: Redis, device: Device): Promise<boolean> {
  return (await redis.hdel(keys.hostKeys(device.context), deviceName(device))) === 1;
}

/** Removes all fingerprints of a context. */
export async function forgetHostKeys(redis: Redis, context: string): Promise<void> {
  await redis.del(keys.hostKeys(context));
}

/** All pinned fingerprints of a context, by host and port. */
export async function listHostKeys(redis: Redis, context: string): Promise<readonly PinnedHostKey[]> {
  const pins = Object.entries(await redis.hgetall(keys.hostKeys(context))).flatMap(([name, fingerprint]) => {
    const device = parseDeviceName(name);
    return device ? [{ ...device, fingerprint }] : [];
  });
  return pins.sort((one, other) =>
    one.host === other.host ? one.port - other.port : one.host < other.host ? -1 : 1,
  );
}
