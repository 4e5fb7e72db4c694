import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { idIn, run, start, until } from './system.mjs';

// FRR 8.4: `-N name` gives each router its own configuration (/etc/frr/name) and sockets (/var/run/frr/name).
// vtysh finds the daemons by these sockets, since the namespaces separate only the network.

/**
 * The configuration and socket folders of a router.
 *
 * @param {string} name
 */
export function routerPaths(name) {
  return [`/etc/frr/${name}`, `/var/run/frr/${name}`];
}

/**
 * Creates two network namespaces, connected by a virtual cable with eth0 at both ends.
 *
 * @param {string[]} names
 */
export async function createNamespaces([first, second]) {
  await run('ip', ['netns', 'add', first]);
  await run('ip', ['netns', 'add', second]);
  await run('ip', [
    '-n',
    first,
    'link',
    'add',
    'eth0',
    'type',
    'veth',
    'peer',
    'name',
    'eth0',
    'netns',
    second,
  ]);
  for (const name of [first, second]) {
    for (const device of ['lo', 'eth0']) await run('ip', ['-n', name, 'link', 'set', device, 'up']);
  }
}

/**
 * Starts zebra, staticd and bgpd of router `number` (1 or 2) and loads their configuration.
 *
 * @param {object} options
 * @param {string} options.name
 * @param {number} options.number
 * @param {string} options.namespace
 * @param {string} options.directory
 * @param {string} options.password
 * @param {string} options.enable
 * @param {(pid: number) => void} options.started
 */
export async function startRouter({ name, number, namespace, directory, password, enable, started }) {
  const [settings, sockets] = routerPaths(name);
  const [user, group, vtyGroup] = [
    idIn('/etc/passwd', 'frr'),
    idIn('/etc/group', 'frr'),
    idIn('/etc/group', 'frrvty'),
  ];
  createFolder(settings, { user, group: vtyGroup, mode: 0o775 });
  createFolder(sockets, { user, group, mode: 0o755 });
  const text = configuration({ number, password, enable });
  writeOwnedFile(`${settings}/frr.conf`, text, { user, group, mode: 0o640 });
  const shell = `service integrated-vtysh-config\nhostname r${number}\n`;
  writeOwnedFile(`${settings}/vtysh.conf`, shell, { user, group: vtyGroup, mode: 0o644 });
  for (const daemon of ['zebra', 'staticd', 'bgpd']) {
    // The prompt of a daemon's own terminal shows the host name, so each router also gets its own host name.
    const withHostName = [
      'unshare',
      '--uts',
      'sh',
      '-c',
      'hostname "$1"; shift; exec "$@"',
      'sh',
      `r${number}`,
    ];
    const args = [
      'netns',
      'exec',
      namespace,
      ...withHostName,
      `/usr/lib/frr/${daemon}`,
      '-N',
      name,
      '-A',
      '127.0.0.1',
      '-i',
      `${sockets}/${daemon}.pid`,
    ];
    started(await start('ip', args, `${directory}/${name}.log`));
    // The next daemon talks to zebra, and vtysh to all daemons, through these sockets.
    await until(
      () => existsSync(`${sockets}/${daemon}.vty`),
      5_000,
      `${daemon} of r${number} did not open its terminal`,
    );
  }
  await run('vtysh', ['-N', name, '-b']);
}

/**
 * Makes zebra's own terminal of a router, which asks for the enable secret and pages its output, reachable on
 * a loopback port outside its namespace. This takes two relays with a socket file between them, since only
 * the first relay may enter the namespace.
 *
 * @param {object} options
 * @param {string} options.namespace
 * @param {string} options.directory
 * @param {number} options.port
 * @param {(pid: number) => void} options.started
 */
export async function startVty({ namespace, directory, port, started }) {
  const socket = `${directory}/vty.sock`;
  const log = `${directory}/vty.log`;
  started(
    await start(
      'ip',
      ['netns', 'exec', namespace, 'socat', `UNIX-LISTEN:${socket},fork,mode=600`, 'TCP:127.0.0.1:2601'],
      log,
    ),
  );
  started(
    await start('socat', [`TCP-LISTEN:${port},bind=127.0.0.1,reuseaddr,fork`, `UNIX-CONNECT:${socket}`], log),
  );
  await until(() => existsSync(socket), 5_000, 'the terminal of r1 did not open');
  await until(() => sendsGreeting(port), 5_000, 'the terminal of r1 does not answer');
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function sendsGreeting(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (/** @type {boolean} */ hasGreeted) => {
      socket.destroy();
      resolve(hasGreeted);
    };
    socket
      .once('data', () => done(true))
      .once('error', () => done(false))
      .once('end', () => done(false));
  });
}

/** @param {{ number: number, password: string, enable: string }} options */
function configuration({ number, password, enable }) {
  const other = 3 - number;
  return `\
frr defaults traditional
hostname r${number}
password ${password}
enable password ${enable}
service integrated-vtysh-config
!
interface eth0
 description link to r${other}
 ip address 10.98.0.${number}/30
exit
!
interface lo
 ip address 10.254.0.${number}/32
exit
!
ip route 10.30.${number}.0/24 Null0
ip route 10.31.${number}.0/24 Null0
!
router bgp 6500${number}
 bgp router-id 10.254.0.${number}
 no bgp ebgp-requires-policy
 neighbor 10.98.0.${other} remote-as 6500${other}
 neighbor 10.98.0.${other} timers 3 9
 neighbor 10.98.0.${other} timers connect 1
 !
 address-family ipv4 unicast
  redistribute static
  network 10.254.0.${number}/32
 exit-address-family
exit
!
line vty
 exec-timeout 0 0
${number === 1 ? ' no login\n' : ''}!
${number === 2 ? longList() : ''}`;
}

// About 1 MB of running configuration, with 110 bytes per line.
function longList() {
  return Array.from({ length: 9_500 }, (_, index) => {
    const list = String(Math.floor(index / 100)).padStart(4, '0');
    const [one, two, three] = [index % 1000, index % 500, index % 900].map((number) =>
      String(number).padStart(3, '0'),
    );
    return (
      `bgp as-path access-list CUSTOMER-AS-PATHS-${list} seq ${5 * ((index % 100) + 1)} permit ` +
      `^65${one}_(64${two}|65${three})_[0-9]+_(6450[0-9]|6451[0-9])$\n`
    );
  }).join('');
}

/**
 * @param {string} path
 * @param {{ user: number, group: number, mode: number }} access
 */
function createFolder(path, { user, group, mode }) {
  mkdirSync(path, { recursive: true });
  chownSync(path, user, group);
  chmodSync(path, mode);
}

/**
 * @param {string} path
 * @param {string} text
 * @param {{ user: number, group: number, mode: number }} access
 */
function writeOwnedFile(path, text, { user, group, mode }) {
  writeFileSync(path, text);
  chownSync(path, user, group);
  chmodSync(path, mode);
}
