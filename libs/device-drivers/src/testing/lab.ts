import { startDevice, type DeviceOptions, type LabDevice } from '@naas/device-lab';
import { connect, type Connection, type ConnectOptions } from '../index.js';

const devices: LabDevice[] = [];
const connections: Connection[] = [];

/** Starts a fake device that closeAll() ends. */
export async function lab(options: DeviceOptions = {}): Promise<LabDevice> {
  const device = await startDevice(options);
  devices.push(device);
  return device;
}

/** Connects to it with its own credentials; closeAll() ends it. */
export async function open(device: LabDevice, options: Partial<ConnectOptions> = {}): Promise<Connection> {
  const connection = await connect(optionsFor(device, options));
  connections.push(connection);
  return connection;
}

/** What connects to a fake device. */
export function optionsFor(device: LabDevice, options: Partial<ConnectOptions> = {}): ConnectOptions {
  const { host, port, personality: platform, username, password, enable } = device;
  return {
    host,
    port,
    platform,
    username,
    password,
    hostKey: 'accept',
    ...(enable === null ? {} : { enable }),
    ...options,
  };
}

/** To be called after each test. */
export async function closeAll(): Promise<void> {
  await Promise.all(connections.splice(0).map((connection) => connection.close()));
  await Promise.all(devices.splice(0).map((device) => device.close()));
}

/** Commands the device got, without logging in and answers to questions. */
export function typed(device: LabDevice): readonly string[] {
  return device.received.map(({ line }) => line);
}
