import { modeNamed } from '../shell/answer-line.js';
import { DeviceState } from '../config/device-state.js';
import type { LabDevice } from './lab-device.js';
import type { DeviceOptions } from '../options.js';
import { personalities } from '../personalities/index.js';
import { SshDevice } from './ssh-device.js';

/**
 * Starts a fake device and resolves when it listens, on loopback by default. Rejects on an unknown
 * personality or mode, on an invalid host key, and with the system's error if the port is taken.
 */
export async function startDevice(options: DeviceOptions = {}): Promise<LabDevice> {
  const name = options.personality ?? 'cisco_ios';
  const personality = personalities.get(name);
  if (!personality)
    throw new Error(`unknown personality ${name}; known are ${[...personalities.keys()].join(', ')}`);
  const state = new DeviceState(personality, options);
  modeNamed(personality, state.landsIn);
  const device = new SshDevice(state, options);
  await device.resume();
  return device;
}
