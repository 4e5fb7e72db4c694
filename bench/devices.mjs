import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { obstacle, startTestbed } from '../e2e/testbed/testbed.mjs';
import { startHelper } from './service.mjs';

/** The light devices, in a process of their own. */
export async function startLightDevices(children) {
  return (await startHelper(children, 'lab-process.mjs')).ready;
}

/** FRR routers and OpenSSH: `{ frr, linux, stop }`, or `{ why }` where this machine cannot have them. */
export async function startRealDevices(log) {
  const why = obstacle();
  if (why !== null) return { why };
  const directory = mkdtempSync(join(tmpdir(), 'naas-bench-'));
  chmodSync(directory, 0o755);
  try {
    const { host, ports, password, users, dataDirectory, stop } = await startTestbed({
      directory,
      ports: 20,
      log,
    });
    return {
      frr: { host, ports, password, username: users.frr1, platform: 'cisco_ios' },
      linux: {
        host,
        ports,
        password,
        username: users.linux,
        platform: 'linux',
        bulkFile: `${dataDirectory}/lines-10m.txt`,
      },
      stop: async () => {
        await stop();
        rmSync(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    return { why: error.message };
  }
}
