import { existsSync } from 'node:fs';
import { read, run } from './system.mjs';

// The required programs, and the Debian packages that contain them.
const programs = [
  ['/usr/sbin/sshd', 'openssh-server'],
  ['/usr/bin/ssh-keygen', 'openssh-client'],
  ['/usr/lib/frr/zebra', 'frr'],
  ['/usr/bin/vtysh', 'frr'],
  ['/usr/bin/socat', 'socat'],
  ['/usr/bin/telnet', 'telnet'],
  ['/usr/sbin/useradd', 'passwd'],
];

/** The reason why real devices cannot be set up on this machine, as one sentence. Null when they can. */
export function obstacle() {
  if (process.platform !== 'linux') return 'Real devices need Linux with network namespaces.';
  if (process.getuid?.() !== 0)
    return 'Real devices need root, to create network namespaces, users and SSH servers.';
  if (missing().length > 0 && !/^ID(_LIKE)?=.*debian/m.test(read('/etc/os-release') ?? '')) {
    return (
      `Real devices need ${missing().join(', ')}, which are installed automatically only on Debian and its ` +
      'derivatives.'
    );
  }
  return null;
}

/**
 * Installs the missing packages with apt-get. Throws an error with one sentence when that fails.
 *
 * @param {(line: string) => void} log
 */
export async function installPackages(log) {
  const packages = missing();
  if (packages.length === 0) return;
  log(`installing ${packages.join(' ')}`);
  const install = () => apt(['install', '-y', '--no-install-recommends', ...packages]);
  try {
    await install();
  } catch {
    // Usually the package lists are missing or too old: update them, and report only a second failure.
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
  // RUNLEVEL=1 prevents the services of the packages from starting.
  const settings = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1'];
  return run('env', [...settings, 'apt-get', '-o', 'DPkg::Lock::Timeout=300', '-q', ...args]);
}
