import { keys } from '../keys.js';
import { deviceName, parseDeviceName, type Device } from './device.js';
import type { Redis } from '../redis/redis.js';
import { repliesOf } from '../redis/replies.js';

/** The state of a device's circuit breaker. */
export interface Circuit extends Device {
  /** `half_open`: the open time is over, and one probe may try the device. */
  readonly state: 'closed' | 'open' | 'half_open';
  /** Failures to reach the device, in a row. */
  readonly failures: number;
  readonly openedAt: Date | null;
  /** When the device may be tried again; null while the circuit is closed. */
  readonly retryAt: Date | null;
}

const keyOf = (device: Device): string => keys.circuit(deviceName(device));

function stateOf(retryAt: Date | null, now: number): Circuit['state'] {
  if (!retryAt) return 'closed';
  return retryAt.getTime() > now ? 'open' : 'half_open';
}

const dateOf = (text: string | undefined): Date | null =>
  text === undefined ? null : new Date(Number(text));

/** Reads the circuits of some devices; devices without one are left out. */
async function readCircuits(
  redis: Redis,
  devices: readonly Device[],
  now: number,
): Promise<readonly Circuit[]> {
  const batch = redis.pipeline();
  for (const device of devices) batch.hgetall(keyOf(device));
  // HGETALL's replies.
  const replies = (await repliesOf(batch)) as readonly Readonly<Record<string, string>>[];
  return devices.flatMap((device, index): readonly Circuit[] => {
    const fields = replies[index] ?? {};
    if (fields['failures'] === undefined) return [];
    const retryAt = dateOf(fields['retry_at']);
    return [
      {
        ...device,
        state: stateOf(retryAt, now),
        failures: Number(fields['failures']),
        openedAt: dateOf(fields['opened_at']),
        retryAt,
      },
    ];
  });
}

/** The circuits of the devices of some contexts, in the order of context and host. */
export async function listCircuits(
  redis: Redis,
  contexts: readonly string[],
  now: number,
): Promise<readonly Circuit[]> {
  const names = (await redis.smembers(keys.circuits())).toSorted();
  const devices = names.flatMap((name) => {
    const device = parseDeviceName(name);
    return device && contexts.includes(device.context) ? [device] : [];
  });
  return readCircuits(redis, devices, now);
}

/** The circuit of a device; null when it has none yet. */
export async function readCircuit(redis: Redis, device: Device, now: number): Promise<Circuit | null> {
  const [circuit] = await readCircuits(redis, [device], now);
  return circuit ?? null;
}

/** Removes circuits, so that their devices count as never failed. Returns how many there were. */
export async function resetCircuits(redis: Redis, devices: readonly Device[]): Promise<number> {
  if (devices.length === 0) return 0;
  const [removed] =
    (await redis
      .multi()
      .del(...devices.map(keyOf))
      .srem(keys.circuits(), ...devices.map(deviceName))
      .exec()) ?? [];
  if (removed?.[0]) throw removed[0];
  return Number(removed?.[1] ?? 0);
}
