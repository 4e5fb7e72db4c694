import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { logPath, stateFolder } from './checkout.mjs';
import { codeOf, Failure } from './failure.mjs';
import { findProgram } from './find-program.mjs';
import { freePort } from './ports.mjs';

/** @import { Children } from './children.mjs' */
/** @import { Tell } from './say.mjs' */

const advice =
  'Install Redis 6.2 or later (`apt-get install redis-server`, `brew install redis`), or set REDIS_URL to ' +
  'one that runs.';
const installTimeoutMs = 600_000;

/** Path of a Redis server program, or null. */
export const redisProgram = () => findProgram('redis-server', 'valkey-server');

/**
 * Makes sure that there is a Redis server program, installing it where that can be done unasked. Resolves to
 * its path.
 *
 * @param {Children} children
 * @param {Tell} tell
 */
export async function provideRedis(children, tell) {
  return redisProgram() ?? install(children, tell);
}

/**
 * @param {Children} children
 * @param {Tell} tell
 */
async function install(children, tell) {
  const way = waysToInstall().find(({ isPossible }) => isPossible);
  if (!way) throw new Failure(`Redis is missing. ${advice}`);
  tell(`Redis is missing: installing it with ${way.name}`);
  const log = logPath('install-redis');
  for (const [program, ...args] of way.commands) {
    // The last command decides: the package lists may be too old, or there may be no service to switch off.
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
  // RUNLEVEL=1 keeps the package's own service from starting; where systemd starts it all the same, it is
  // switched off after.
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
 * Starts a private Redis on a free port of loopback, its data in the folder `data` of the state directory, as
 * NAAS needs it: append-only file, nothing evicted. Resolves to `{ port, child }`.
 *
 * @param {Children} children
 * @param {string} program
 */
export async function startRedis(children, program, { data = 'redis', name = 'redis' } = {}) {
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
  const args = Object.entries(settings).flatMap(([setting, value]) => [`--${setting}`, String(value)]);
  const isReady = (/** @type {string} */ line) => (/ready to accept connections/i.test(line) ? true : null);
  const { child } = await children.start('Redis', program, args, {
    log: logPath(name),
    isReady,
    endsLast: true,
  });
  return { port, child };
}

/**
 * Throws Failure when nothing answers at a Redis URL; resolves to its host and port.
 *
 * @param {string} url
 */
export async function demandRedis(url) {
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
