import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { obstacle, startTestbed } from '../e2e/testbed/testbed.mjs';
import { startHelper } from './service.mjs';

/** @import { Children, Started } from '../scripts/lib/children.mjs' */
/** @import { Report } from '../scripts/lib/say.mjs' */

/**
 * Devices on one host, one per port, all with the same login. `bulkFile` is a file of 10 MB on them.
 *
 * @typedef {object} Devices
 * @property {string} host
 * @property {number[]} ports
 * @property {string} username
 * @property {string} password
 * @property {string} platform
 *
 * @typedef {Devices & { bulkFile: string }} LinuxDevices
 */

/**
 * FRR routers and OpenSSH, or in `reason` why this machine cannot run them.
 *
 * @typedef {object} RealDevices
 * @property {Devices} [frr]
 * @property {LinuxDevices} [linux]
 * @property {() => Promise<void>} [stop]
 * @property {string} [reason]
 */

/**
 * Starts the light devices, in a separate process.
 *
 * @param {Children} children
 */
export async function startLightDevices(children) {
  /** @type {Started<Devices>} */
  const lab = await startHelper(children, 'lab-process.mjs');
  return lab.ready;
}

/**
 * Starts the real devices, if this machine can run them.
 *
 * @param {Report} log
 * @returns {Promise<RealDevices>}
 */
export async function startRealDevices(log) {
  const reason = obstacle();
  if (reason !== null) return { reason };
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
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
