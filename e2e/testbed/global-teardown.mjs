import { rmSync } from 'node:fs';

/** Takes the test bed down again. */
export default async function globalTeardown() {
  const { testbed, directory } = globalThis.naasTestbed;
  await testbed.stop();
  rmSync(directory, { recursive: true, force: true });
}
