import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { idIn, run } from './system.mjs';

/**
 * Creates login users with homes below `directory`. `groups`: additional groups, comma-separated.
 *
 * @param {object} options
 * @param {string} options.directory
 * @param {string} options.password
 * @param {{ name: string, groups?: string }[]} options.users
 */
export async function createUsers({ directory, password, users }) {
  for (const { name, groups } of users) {
    const groupOptions = groups ? ['-G', groups] : [];
    await run('useradd', [
      '-M',
      '-N',
      '-g',
      'nogroup',
      '-d',
      `${directory}/home/${name}`,
      '-s',
      '/bin/bash',
      ...groupOptions,
      name,
    ]);
    createHome(`${directory}/home/${name}`, name);
  }
  // A cheap hash, so that the cost of a login is that of the SSH server alone.
  await run('chpasswd', ['-c', 'SHA512', '-s', '1000'], {
    input: users.map(({ name }) => `${name}:${password}\n`).join(''),
  });
}

/**
 * @param {string} home
 * @param {string} name
 */
function createHome(home, name) {
  const id = idIn('/etc/passwd', name);
  mkdirSync(home, { recursive: true });
  writeFileSync(`${home}/.hushlogin`, '');
  writeFileSync(`${home}/.bashrc`, 'PS1="\\u@bed:\\w\\$ "\n');
  writeFileSync(`${home}/.profile`, '. ~/.bashrc\n');
  chownSync(home, id, -1);
  chmodSync(home, 0o755);
}
