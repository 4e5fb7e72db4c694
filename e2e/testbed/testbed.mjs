import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { writeData } from './data.mjs';
import { makeNamespaces, routerPaths, startRouter, startVty } from './frr.mjs';
import { installPackages, obstacle } from './packages.mjs';
import { clear, clearOrphans, newRecord, save } from './register.mjs';
import { freePorts, makeHostKeys, startSshd } from './sshd.mjs';
import { startedAt } from './system.mjs';
import { makeUsers } from './users.mjs';

export { obstacle } from './packages.mjs';

/** @import { BedRecord } from './register.mjs' */

/**
 * @typedef {object} Testbed
 * @property {string} host where the SSH ports are: 127.0.0.1
 * @property {number[]} ports SSH ports, each reaching every user
 * @property {string} password of all users
 * @property {string} enable the enable secret of the vty user's device
 * @property {{ linux: string, frr1: string, frr2: string, vty: string }} users bash; vtysh of router r1 and
 * r2 (r2: 1 MB of configuration); zebra's terminal of r1, which begins at `r1>`, asks for the enable secret
 * and pages
 * @property {string} dataDirectory holds lines-1m.txt and lines-10m.txt (see dataLine in data.mjs)
 * @property {() => number} loginsSeen how many logins the SSH servers have accepted
 * @property {() => Promise<void>} stop removes every process, namespace, user and file of the bed
 */

/**
 * Brings real devices up on loopback: OpenSSH, and two FRR routers joined by BGP in network namespaces of
 * their own. Names and ports are its own, so that several beds can stand side by side. Throws one sentence
 * when this machine cannot.
 *
 * @param {object} options
 * @param {string} options.directory for keys, homes, logs and data; other users must be able to reach it
 * @param {number} [options.portBase] first SSH port (the one below it is used too); free ones otherwise
 * @param {number} [options.ports] number of SSH ports, 8
 * @param {(line: string) => void} [options.log] told what takes its time
 * @returns {Promise<Testbed>}
 */
export async function startTestbed({ directory, portBase, ports: count = 8, log = () => {} }) {
  const why = obstacle();
  if (why !== null) throw new Error(why);
  const state = resolve(directory);
  mkdirSync(state, { recursive: true });
  demandReachable(state);
  await installPackages(log);
  await clearOrphans(log);
  const record = newRecord(randomBytes(3).toString('hex'), state);
  try {
    return await bringUp({ record, portBase, count });
  } catch (error) {
    await clear(record);
    throw error;
  }
}

/**
 * @param {{ record: BedRecord, portBase: number | undefined, count: number }} options
 * @returns {Promise<Testbed>}
 */
async function bringUp({ record, portBase, count }) {
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
  const keys = makeHostKeys(directory);
  const namespaces = makeNamespaces(names);
  const accounts = makeUsers({
    directory,
    password,
    users: [
      { name: users.linux },
      { name: users.frr1, groups: 'frr,frrvty' },
      { name: users.frr2, groups: 'frr,frrvty' },
      { name: users.vty },
    ],
  });
  await together([keys, namespaces, accounts]);
  await together(
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
    stop: () => clear(record),
  };
}

/**
 * What each user's login shell is.
 *
 * @param {{ users: Testbed['users'], names: string[], vtyPort: number }} options
 */
function shellCommands({ users, names, vtyPort }) {
  return {
    [users.frr1]: `exec /usr/bin/vtysh -N ${names[0]}`,
    [users.frr2]: `exec /usr/bin/vtysh -N ${names[1]}`,
    // zebra takes its page length from the window: without this a client that says it is 1000 lines high sees
    // no pager.
    [users.vty]: `stty rows 24; exec /usr/bin/telnet -E 127.0.0.1 ${vtyPort}`,
  };
}

/**
 * Waits for all even when one fails: nothing may be made behind the back of the clearing up.
 *
 * @param {Promise<unknown>[]} promises
 */
async function together(promises) {
  await Promise.allSettled(promises);
  await Promise.all(promises);
}

/** @param {string} directory */
function demandReachable(directory) {
  for (let path = directory; path !== dirname(path); path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0)
      throw new Error(`The test bed's directory must be open to other users, but ${path} is not.`);
  }
}
