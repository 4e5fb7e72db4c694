import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestbed } from './testbed.mjs';

/** @import { Testbed } from './testbed.mjs' */

/** @type {{ testbed: Testbed, directory: string } | null} */
let running = null;

/** Starts the test bed once for all suites. NAAS_E2E_TESTBED names the file with its facts. */
export default async function globalSetup() {
  const directory = mkdtempSync(join(tmpdir(), 'naas-e2e-'));
  chmodSync(directory, 0o755);
  const testbed = await startTestbed({
    directory,
    log: (line) => process.stderr.write(`test bed: ${line}\n`),
  });
  const { host, ports, password, enable, users, dataDirectory } = testbed;
  const file = join(directory, 'testbed.json');
  writeFileSync(file, JSON.stringify({ host, ports, password, enable, users, dataDirectory }));
  process.env.NAAS_E2E_TESTBED = file;
  running = { testbed, directory };
  // Ctrl-C ends jest without calling its teardown.
  process.once('SIGINT', () => void testbed.stop().finally(() => process.exit(130)));
}

/** Stops the test bed. */
export async function globalTeardown() {
  if (running === null) throw new Error('no test bed was started in this process');
  await running.testbed.stop();
  rmSync(running.directory, { recursive: true, force: true });
}
