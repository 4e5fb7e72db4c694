import { startDevice, type DeviceOptions, type LabDevice } from '@naas/device-lab';
import { connect, type Connection, type ConnectOptions } from '../index.js';

const devices: LabDevice[] = [];
const connections: Connection[] = [];

/** Starts a fake device; closeAll() closes it. */
export async function lab(options: DeviceOptions = {}): Promise<LabDevice> {
  const device = await startDevice(options);
  devices.push(device);
  return device;
}

/** Connects to a fake device with its own credentials; closeAll() closes the connection. */
export async function open(device: LabDevice, options: Partial<ConnectOptions> = {}): Promise<Connection> {
  const connection = await connect(optionsFor(device, options));
  connections.push(connection);
  return connection;
}

/** Options to connect to a fake device with its own credentials. */
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

/** All lines a fake device received, in order. */
export function typed(device: LabDevice): readonly string[] {
  return device.received.map(({ line }) => line);
}
