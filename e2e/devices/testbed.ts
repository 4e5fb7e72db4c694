import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type Connection, type ConnectOptions } from '@naas/device-drivers';

/** The real devices of this run; see testbed/testbed.mjs, which brings them up. */
export interface TestbedFacts {
  readonly host: string;
  /** Each reaches every user. */
  readonly ports: readonly number[];
  readonly password: string;
  readonly enable: string;
  readonly users: Readonly<Record<'linux' | 'frr1' | 'frr2' | 'vty', string>>;
  readonly dataDirectory: string;
}

/** Reads what the global set-up wrote down. */
export function testbedFacts(): TestbedFacts {
  const file = process.env['NAAS_E2E_TESTBED'];
  if (file === undefined) throw new Error('the test bed is not up: run these suites with e2e/jest.config.js');
  return JSON.parse(readFileSync(file, 'utf8')) as TestbedFacts; // written by testbed/global-setup.mjs
}

const open: Connection[] = [];

/** Connects to a device of the bed as that user; closeConnections() ends it. */
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

/** To be called after each test. */
export async function closeConnections(): Promise<void> {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
}

/** A file of numbered lines in the bed's data directory, and how many lines it has. */
export function dataFile(megabytes: 1 | 10): { readonly path: string; readonly lines: number } {
  const path = join(testbedFacts().dataDirectory, `lines-${String(megabytes)}m.txt`);
  return { path, lines: Math.floor((megabytes * 1024 * 1024) / 80) };
}
