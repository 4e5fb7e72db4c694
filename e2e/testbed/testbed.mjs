import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { writeData } from './data.mjs';
import { createNamespaces, routerPaths, startRouter, startVty } from './frr.mjs';
import { installPackages, obstacle } from './packages.mjs';
import { cleanUp, clearOrphans, newRecord, save } from './register.mjs';
import { createHostKeys, freePorts, startSshd } from './sshd.mjs';
import { startedAt } from './system.mjs';
import { createUsers } from './users.mjs';

export { obstacle } from './packages.mjs';

/** @import { BedRecord } from './register.mjs' */

/**
 * @typedef {object} Testbed
 * @property {string} host address of the SSH ports: 127.0.0.1
 * @property {number[]} ports SSH ports; each accepts every user
 * @property {string} password of all users
 * @property {string} enable the enable secret of the vty user's device
 * @property {{ linux: string, frr1: string, frr2: string, vty: string }} users bash; vtysh of the routers r1
 * and r2 (r2 has 1 MB of configuration); zebra's terminal of r1, which starts at `r1>`, asks for the enable
 * secret and pages its output
 * @property {string} dataDirectory contains lines-1m.txt and lines-10m.txt (see dataLine in data.mjs)
 * @property {() => number} loginsSeen counts the logins that the SSH servers have accepted
 * @property {() => Promise<void>} stop removes every process, namespace, user and file of the test bed
 */

/**
 * Starts real devices on loopback: OpenSSH, and two FRR routers that speak BGP, each in a network namespace.
 * Names and ports are unique, so that several test beds can run at the same time. Throws an error with one
 * sentence when this machine cannot run them.
 *
 * @param {object} options
 * @param {string} options.directory for keys, homes, logs and data; other users must be able to reach it
 * @param {number} [options.portBase] first SSH port; the port below it is used too. Default: free ports
 * @param {number} [options.ports] number of SSH ports. Default: 8
 * @param {(line: string) => void} [options.log] called with a line for each slow step
 * @returns {Promise<Testbed>}
 */
export async function startTestbed({ directory, portBase, ports: count = 8, log = () => {} }) {
  const reason = obstacle();
  if (reason !== null) throw new Error(reason);
  const state = resolve(directory);
  mkdirSync(state, { recursive: true });
  requireReachable(state);
  await installPackages(log);
  await clearOrphans(log);
  const record = newRecord(randomBytes(3).toString('hex'), state);
  try {
    return await startDevices({ record, portBase, count });
  } catch (error) {
    await cleanUp(record);
    throw error;
  }
}

/**
 * @param {{ record: BedRecord, portBase: number | undefined, count: number }} options
 * @returns {Promise<Testbed>}
 */
async function startDevices({ record, portBase, count }) {
  const { id } = record;
  const names = ['r1', 'r2'].map((router) => `naas-${id}-${router}`);
  const users = { linux: `naas-${id}-l`, frr1: `naas-${id}-r1`, frr2: `naas-${id}-r2`, vty: `naas-${id}-v` };
  const directory = `${record.stateDirectory}/${id}`;
  record.users.push(...Object.values(users));
  record.namespaces.push(...names);
  record.paths.push(directory, ...names.flatMap(routerPaths));
  save(record);
  mkdirSync(directory);
  chmodSync(directory, 0o755);
  const started = (/** @type {number} */ pid) => {
    record.pids.push({ pid, started: startedAt(pid) });
    save(record);
  };
  const [password, enable] = ['Testbed-login-1', 'Testbed-enable-1'];
  const [vtyPort, ...ports] = await freePorts(count + 1, portBase === undefined ? undefined : portBase - 1);
  writeData(directory);
  const keys = createHostKeys(directory);
  const namespaces = createNamespaces(names);
  const accounts = createUsers({
    directory,
    password,
    users: [
      { name: users.linux },
      { name: users.frr1, groups: 'frr,frrvty' },
      { name: users.frr2, groups: 'frr,frrvty' },
      { name: users.vty },
    ],
  });
  await allSettled([keys, namespaces, accounts]);
  await allSettled(
    names.map((name, index) =>
      startRouter({ name, number: index + 1, namespace: name, directory, password, enable, started }),
    ),
  );
  await startVty({ namespace: names[0], directory, port: vtyPort, started });
  const commands = shellCommands({ users, names, vtyPort });
  const loginsSeen = await startSshd({ directory, ports, users: Object.values(users), commands, started });
  return {
    host: '127.0.0.1',
    ports,
    password,
    enable,
    users,
    dataDirectory: directory,
    loginsSeen,
    stop: () => cleanUp(record),
  };
}

/**
 * The command that each user gets as login shell.
 *
 * @param {{ users: Testbed['users'], names: string[], vtyPort: number }} options
 */
function shellCommands({ users, names, vtyPort }) {
  return {
    [users.frr1]: `exec /usr/bin/vtysh -N ${names[0]}`,
    [users.frr2]: `exec /usr/bin/vtysh -N ${names[1]}`,
    // zebra takes its page length from the window. Without this setting, a client whose window has 1000 lines
    // would never see the pager.
    [users.vty]: `stty rows 24; exec /usr/bin/telnet -E 127.0.0.1 ${vtyPort}`,
  };
}

/**
 * Waits for all promises even when one rejects, so that nothing is created after the clean-up. Rejects as the
 * first rejected one did.
 *
 * @param {Promise<unknown>[]} promises
 */
async function allSettled(promises) {
  await Promise.allSettled(promises);
  await Promise.all(promises);
}

/** @param {string} directory */
function requireReachable(directory) {
  for (let path = directory; path !== dirname(path); path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0)
      throw new Error(`The test bed's directory must be accessible to other users, but ${path} is not.`);
  }
}
