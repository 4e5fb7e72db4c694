import { existsSync } from 'node:fs';
import { read, run } from './system.mjs';

// What has to exist, and the Debian package that brings it.
const programs = [
  ['/usr/sbin/sshd', 'openssh-server'],
  ['/usr/bin/ssh-keygen', 'openssh-client'],
  ['/usr/lib/frr/zebra', 'frr'],
  ['/usr/bin/vtysh', 'frr'],
  ['/usr/bin/socat', 'socat'],
  ['/usr/bin/telnet', 'telnet'],
  ['/usr/sbin/useradd', 'passwd'],
];

/** Why real devices cannot be set up on this machine, as one sentence; null: they can. */
export function obstacle() {
  if (process.platform !== 'linux') return 'Real devices need Linux with network namespaces.';
  if (process.getuid?.() !== 0)
    return 'Real devices need root: they are network namespaces, users and SSH servers of their own.';
  if (missing().length > 0 && !/^ID(_LIKE)?=.*debian/m.test(read('/etc/os-release') ?? '')) {
    return (
      `Real devices need ${missing().join(', ')}, which are installed by themselves only on Debian and its ` +
      'relatives.'
    );
  }
  return null;
}

/**
 * Installs what is missing with apt-get; throws one sentence when it cannot.
 *
 * @param {(line: string) => void} log
 */
export async function installPackages(log) {
  const wanted = missing();
  if (wanted.length === 0) return;
  log(`installing ${wanted.join(' ')}`);
  const install = () => apt(['install', '-y', '--no-install-recommends', ...wanted]);
  try {
    await install();
  } catch {
    // Most often the package lists are missing or too old: fetch them, and let the second failure speak.
    await apt(['update']);
    await install();
  }
}

function missing() {
  const hasIp = ['/usr/sbin/ip', '/sbin/ip', '/usr/bin/ip'].some((path) => existsSync(path));
  const names = programs.filter(([path]) => !existsSync(path)).map(([, name]) => name);
  return [...new Set(hasIp ? names : [...names, 'iproute2'])];
}

/** @param {string[]} args */
function apt(args) {
  // RUNLEVEL=1 keeps the packages' own services from starting.
  const settings = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1'];
  return run('env', [...settings, 'apt-get', '-o', 'DPkg::Lock::Timeout=300', '-q', ...args]);
}
