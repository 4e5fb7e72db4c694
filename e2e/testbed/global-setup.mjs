import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestbed } from './testbed.mjs';

/** Starts the test bed once for all suites; they find its facts in the file that NAAS_E2E_TESTBED names. */
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
  globalThis.naasTestbed = { testbed, directory };
  // Ctrl-C ends jest without its teardown.
  process.once('SIGINT', () => void testbed.stop().finally(() => process.exit(130)));
}
