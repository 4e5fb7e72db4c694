import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { randomInt } from 'node:crypto';
import { run, start, until } from './system.mjs';

const host = '127.0.0.1';
// The maximum number of addresses on which one sshd can listen (MAX_LISTEN_SOCKS).
const maxAddresses = 16;
const keyTypes = ['ed25519', 'ecdsa', 'rsa'];

/**
 * Creates the host keys that all servers of the test bed share.
 *
 * @param {string} directory
 */
export async function createHostKeys(directory) {
  await Promise.all(
    keyTypes.map((type) =>
      run('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', `${directory}/host_${type}`]),
    ),
  );
}

/**
 * Starts OpenSSH on the ports. `commands` maps users to the command that replaces their shell. Calls
 * `started` with each process id. Returns a function that counts the logins so far.
 *
 * @param {object} options
 * @param {string} options.directory
 * @param {number[]} options.ports
 * @param {string[]} options.users
 * @param {Record<string, string>} options.commands
 * @param {(pid: number) => void} options.started
 */
export async function startSshd({ directory, ports, users, commands, started }) {
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  /** @type {string[]} */
  const logs = [];
  for (let first = 0; first < ports.length; first += maxAddresses) {
    const file = `${directory}/sshd${first / maxAddresses}`;
    writeFileSync(
      `${file}.conf`,
      configuration({
        directory,
        ports: ports.slice(first, first + maxAddresses),
        users,
        commands,
        pidFile: `${file}.pid`,
      }),
    );
    logs.push(`${file}.log`);
    started(await start('/usr/sbin/sshd', ['-D', '-e', '-f', `${file}.conf`], `${file}.log`));
  }
  const lastLogLines = () => readFileSync(logs[0], 'utf8').trim().split('\n').slice(-2).join(' ');
  for (const port of ports)
    await until(() => answers(port), 5_000, `sshd does not answer on port ${port} (${lastLogLines()})`);
  return () =>
    logs.reduce((sum, log) => sum + (readFileSync(log, 'utf8').match(/Accepted password/g)?.length ?? 0), 0);
}

/**
 * @param {object} options
 * @param {string} options.directory
 * @param {number[]} options.ports
 * @param {string[]} options.users
 * @param {Record<string, string>} options.commands
 * @param {string} options.pidFile
 */
function configuration({ directory, ports, users, commands, pidFile }) {
  return [
    `PidFile ${pidFile}`,
    ...ports.map((port) => `ListenAddress ${host}:${port}`),
    ...keyTypes.map((type) => `HostKey ${directory}/host_${type}`),
    'UsePAM no',
    'UseDNS no',
    'PrintMotd no',
    'PrintLastLog no',
    'PermitRootLogin no',
    'PasswordAuthentication yes',
    'KbdInteractiveAuthentication no',
    `AllowUsers ${users.join(' ')}`,
    'MaxStartups 1000',
    'MaxAuthTries 6',
    'LoginGraceTime 30',
    'LogLevel VERBOSE',
    // Algorithms of old network devices, in addition to the modern ones.
    'HostKeyAlgorithms +ssh-rsa',
    'KexAlgorithms +diffie-hellman-group14-sha1,diffie-hellman-group1-sha1,diffie-hellman-group-exchange-sha1',
    'Ciphers +aes128-cbc,aes256-cbc,3des-cbc',
    'MACs +hmac-sha1',
    ...Object.entries(commands).flatMap(([user, command]) => [
      `Match User ${user}`,
      `  ForceCommand ${command}`,
    ]),
    '',
  ].join('\n');
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const done = (/** @type {boolean} */ isConnected) => {
      socket.destroy();
      resolve(isConnected);
    };
    socket.once('connect', () => done(true)).once('error', () => done(false));
  });
}

/**
 * Finds `count` consecutive free loopback ports, starting at `base` if it is given.
 *
 * @param {number} count
 * @param {number} [base]
 */
export async function freePorts(count, base) {
  for (let attempt = 1; ; attempt++) {
    // Below the ephemeral ports of the system.
    const first = base ?? randomInt(10_000, 32_000 - count);
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return ports;
    if (base !== undefined) throw new Error(`Port ${ports[free.indexOf(false)]} of the test bed is in use.`);
    if (attempt >= 20) throw new Error(`Found no ${count} consecutive free ports.`);
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
