import { randomInt } from 'node:crypto';
import type { LabDevice } from './lab-device.js';
import type { DeviceOptions } from '../options.js';
import { startDevice } from './start.js';

const maxAttempts = 20;

/**
 * Starts `count` devices on consecutive ports, named lab1, lab2, ... (or after `hostname`). The first port is
 * `options.port`; without it the lab looks for a free range. Rejects with the system's error if a requested
 * port is taken.
 */
export async function startFleet(count: number, options: DeviceOptions = {}): Promise<readonly LabDevice[]> {
  if (options.port !== undefined && options.port !== 0) return startFrom(options.port, count, options);
  for (let attempt = 1; ; attempt++) {
    try {
      // Below the ephemeral ports (32768 and up on Linux).
      return await startFrom(randomInt(10_000, 32_000 - count), count, options);
    } catch (error) {
      if (attempt >= maxAttempts || !isTaken(error)) throw error;
    }
  }
}

async function startFrom(
  first: number,
  count: number,
  options: DeviceOptions,
): Promise<readonly LabDevice[]> {
  const name = options.hostname ?? 'lab';
  const devices: LabDevice[] = [];
  try {
    for (let index = 0; index < count; index++) {
      devices.push(
        await startDevice({ ...options, hostname: `${name}${String(index + 1)}`, port: first + index }),
      );
    }
    return devices;
  } catch (error) {
    await Promise.all(devices.map((device) => device.close()));
    throw error;
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
