import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { logPath, stateFolder } from './checkout.mjs';
import { codeOf, Failure } from './failure.mjs';
import { findProgram } from './find-program.mjs';
import { freePort } from './ports.mjs';

/** @import { Children } from './children.mjs' */
/** @import { Report } from './say.mjs' */

const advice =
  'Install Redis 6.2 or later (`apt-get install redis-server`, `brew install redis`), or set REDIS_URL to ' +
  'a running Redis.';
const installTimeoutMs = 600_000;

/** Path of a Redis server program, or null. */
export const redisProgram = () => findProgram('redis-server', 'valkey-server');

/**
 * Finds a Redis server program, and installs it if that is possible without questions. Resolves to its path.
 *
 * @param {Children} children
 * @param {Report} report
 */
export async function provideRedis(children, report) {
  return redisProgram() ?? install(children, report);
}

/**
 * @param {Children} children
 * @param {Report} report
 */
async function install(children, report) {
  const way = waysToInstall().find(({ isPossible }) => isPossible);
  if (!way) throw new Failure(`Redis is missing. ${advice}`);
  report(`Redis is missing: installing it with ${way.name}`);
  const log = logPath('install-redis');
  for (const [program, ...args] of way.commands) {
    // Only the program counts, not the exit codes: the first install fails if the package lists are too old.
    await children.run(program, args, { log, timeoutMs: installTimeoutMs });
    const found = redisProgram();
    if (found !== null) {
      for (const [then, ...thenArgs] of way.afterwards)
        await children.run(then, thenArgs, { log: logPath('install-redis-service'), timeoutMs: 30_000 });
      return found;
    }
  }
  throw new Failure(`Redis is missing, and installing it with ${way.name} failed. ${advice}`, { log });
}

function waysToInstall() {
  const isRoot = process.getuid?.() === 0;
  const asRoot = isRoot ? [] : ['sudo', '-n'];
  // RUNLEVEL=1 keeps the package from starting its service; systemd may start it nevertheless, so it is
  // disabled afterwards.
  const apt = [
    ...asRoot,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'RUNLEVEL=1',
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=120',
    '-q',
  ];
  const installing = [...apt, 'install', '-y', '--no-install-recommends', 'redis-server'];
  return [
    {
      name: 'apt-get',
      isPossible: findProgram('apt-get') !== null && (isRoot || findProgram('sudo') !== null),
      commands: [installing, [...apt, 'update'], installing],
      afterwards: existsSync('/run/systemd/system')
        ? [[...asRoot, 'systemctl', 'disable', '--now', 'redis-server']]
        : [],
    },
    {
      name: 'brew',
      isPossible: findProgram('brew') !== null,
      commands: [['brew', 'install', 'redis']],
      afterwards: [],
    },
  ];
}

/**
 * Starts a private Redis on a free port of loopback, with its data in the folder `data` of the state
 * directory and the settings that NAAS needs: append-only file, no eviction. `password`: '' for none.
 * Resolves to `{ port, child }`.
 *
 * @param {Children} children
 * @param {string} program
 */
export async function startRedis(children, program, { data = 'redis', name = 'redis', password = '' } = {}) {
  const directory = stateFolder(data);
  const port = await freePort();
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: directory,
    appendonly: 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  const args = [
    ...(password === '' ? [] : [secretSettings(directory, password)]),
    ...Object.entries(settings).flatMap(([setting, value]) => [`--${setting}`, String(value)]),
  ];
  const isReady = (/** @type {string} */ line) => (/ready to accept connections/i.test(line) ? true : null);
  const { child } = await children.start('Redis', program, args, {
    log: logPath(name),
    isReady,
    endsLast: true,
  });
  return { port, child };
}

/**
 * Writes the settings that must not be seen on a command line into a file that only this user can read.
 * Returns its path.
 *
 * @param {string} directory
 * @param {string} password
 */
function secretSettings(directory, password) {
  const path = join(directory, 'secret.conf');
  writeFileSync(path, `requirepass ${password}\n`, { mode: 0o600 });
  chmodSync(path, 0o600); // an existing file keeps its mode
  return path;
}

/**
 * Checks that a server listens at a Redis URL. Resolves to its host and port; throws Failure if there is
 * none.
 *
 * @param {string} url
 */
export async function checkRedis(url) {
  const target = URL.canParse(url) ? new URL(url) : null;
  if (target === null || !/^rediss?:$/.test(target.protocol))
    throw new Failure('REDIS_URL must be like redis://host:6379.');
  const [host, port] = [target.hostname || '127.0.0.1', Number(target.port || 6379)];
  const problem = await new Promise((resolve) => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ''), port, timeout: 3000 });
    const end = (/** @type {unknown} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once('connect', () => end(null))
      .once('timeout', () => end('no answer'))
      .once('error', (error) => end(codeOf(error)));
  });
  if (problem !== null)
    throw new Failure(`Redis at ${host}:${port}, which REDIS_URL names, cannot be reached (${problem}).`);
  return `${host}:${port}`;
}
