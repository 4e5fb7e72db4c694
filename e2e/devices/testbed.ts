import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type Connection, type ConnectOptions } from '@naas/device-drivers';

/** The real devices of this run, which testbed/testbed.mjs starts. */
export interface TestbedFacts {
  readonly host: string;
  /** SSH ports; each accepts every user. */
  readonly ports: readonly number[];
  readonly password: string;
  readonly enable: string;
  readonly users: Readonly<Record<'linux' | 'frr1' | 'frr2' | 'vty', string>>;
  readonly dataDirectory: string;
}

/** Reads the facts that testbed/global-setup.mjs wrote. */
export function testbedFacts(): TestbedFacts {
  const file = process.env['NAAS_E2E_TESTBED'];
  if (file === undefined)
    throw new Error('the test bed is not running: run these suites with e2e/jest.config.js');
  return JSON.parse(readFileSync(file, 'utf8')) as TestbedFacts; // written by testbed/global-setup.mjs
}

const open: Connection[] = [];

/** Connects to the device of a test bed user. closeConnections() closes the connection. */
export async function connectTo(
  user: keyof TestbedFacts['users'],
  options: Partial<ConnectOptions> = {},
): Promise<Connection> {
  const { host, ports, password, users } = testbedFacts();
  const [port = 0] = ports;
  const platform = user === 'linux' ? 'linux' : 'cisco_ios';
  const connection = await connect({ host, port, platform, username: users[user], password, ...options });
  open.push(connection);
  return connection;
}

/** Closes all connections of connectTo(). To be called after each test. */
export async function closeConnections(): Promise<void> {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
}

/** Path and line count of a file of numbered lines in the test bed's data directory. */
export function dataFile(megabytes: 1 | 10): { readonly path: string; readonly lines: number } {
  const path = join(testbedFacts().dataDirectory, `lines-${String(megabytes)}m.txt`);
  return { path, lines: Math.floor((megabytes * 1024 * 1024) / 80) };
}
