import { keys } from '../keys.js';
import type { Redis } from '../redis/redis.js';
import type { KeyRing } from '../secrecy/key-ring.js';
import { deviceName, parseDeviceName, type Device } from './device.js';

/*
 * A pin is stored as its fingerprint, a blank and a MAC over context, host, port and fingerprint. A writer of
 * Redis without a key of NAAS_ENCRYPTION_KEY can write no pin that is trusted. He can remove one: with
 * HOST_KEY_POLICY `tofu` the next key is then pinned as at first sight, with `strict` the device is refused.
 */

/** The pinned SSH host key of one device. */
export interface PinnedHostKey extends Device {
  /** `SHA256:…` */
  readonly fingerprint: string;
}

/** What is pinned for a device. */
export interface HostKeyPin {
  /** `SHA256:…`, if it is trusted. */
  readonly fingerprint: string;
  /** Whether NAAS wrote it for this device. If not, no key of the device may be trusted. */
  readonly isTrusted: boolean;
}

/** What pins are read and written with. */
export interface HostKeyTools {
  readonly redis: Redis;
  readonly keyRing: KeyRing;
}

const textOf = ({ context, host, port, fingerprint }: PinnedHostKey): string =>
  `host key ${JSON.stringify([context, host, port, fingerprint])}`;

const storedPin = (keyRing: KeyRing, pin: PinnedHostKey): string =>
  `${pin.fingerprint} ${keyRing.mac(textOf(pin))}`;

/** What is pinned for a device; undefined when nothing is. */
export async function readHostKey(tools: HostKeyTools, device: Device): Promise<HostKeyPin | undefined> {
  const stored = await tools.redis.hget(keys.hostKeys(device.context), deviceName(device));
  return stored === null ? undefined : readPin(tools, device, stored);
}

/** Reads a pin, and marks it anew when its MAC is of a key that no longer writes and may soon be removed. */
async function readPin(
  { redis, keyRing }: HostKeyTools,
  { context, host, port }: Device,
  stored: string,
): Promise<HostKeyPin> {
  const [fingerprint = '', mac = ''] = stored.split(' ');
  const pin = { context, host, port, fingerprint };
  if (keyRing.check(textOf(pin), mac) !== 'valid') return { fingerprint, isTrusted: false };
  const current = storedPin(keyRing, pin);
  if (current !== stored) await redis.hset(keys.hostKeys(context), deviceName(pin), current);
  return { fingerprint, isTrusted: true };
}

/** Pins a fingerprint, unless something is pinned already. Returns what is pinned; `isNew`: by this call. */
export async function pinHostKey(
  tools: HostKeyTools,
  pin: PinnedHostKey,
): Promise<HostKeyPin & { readonly isNew: boolean }> {
  const { redis, keyRing } = tools;
  const stored = storedPin(keyRing, pin);
  const isNew = (await redis.hsetnx(keys.hostKeys(pin.context), deviceName(pin), stored)) === 1;
  const pinned = isNew ? undefined : await readHostKey(tools, pin);
  return { ...(pinned ?? { fingerprint: pin.fingerprint, isTrusted: true }), isNew };
}

/** Removes the pin of a device; false when none was there. */
export async function forgetHostKey(redis: Redis, device: Device): Promise<boolean> {
  return (await redis.hdel(keys.hostKeys(device.context), deviceName(device))) === 1;
}

/** Removes all pins of a context. */
export async function forgetHostKeys(redis: Redis, context: string): Promise<void> {
  await redis.del(keys.hostKeys(context));
}

/**
 * The trusted pins of a context, by host and port. Marks those anew whose MAC is of an older key: after this
 * call that key can be removed.
 */
export async function listHostKeys(tools: HostKeyTools, context: string): Promise<readonly PinnedHostKey[]> {
  const stored = Object.entries(await tools.redis.hgetall(keys.hostKeys(context)));
  const pins = await Promise.all(
    stored.map(async ([name, text]) => {
      const device = parseDeviceName(name);
      if (device?.context !== context) return [];
      const { fingerprint, isTrusted } = await readPin(tools, device, text);
      return isTrusted ? [{ ...device, fingerprint }] : [];
    }),
  );
  return pins
    .flat()
    .sort((one, other) => (one.host === other.host ? one.port - other.port : one.host < other.host ? -1 : 1));
}
