import type { LabDevice } from '../server/lab-device.js';
import type { DeviceOptions } from '../options.js';
import { startDevice } from '../server/start.js';

const open: LabDevice[] = [];

/** Starts a device; closeDevices() closes it. */
export async function device(options: DeviceOptions = {}): Promise<LabDevice> {
  const started = await startDevice(options);
  open.push(started);
  return started;
}

/** To be called after each test. */
export async function closeDevices(): Promise<void> {
  await Promise.all(open.splice(0).map((one) => one.close()));
}
