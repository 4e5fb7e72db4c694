import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { run } from './system.mjs';

/** Makes login users with homes below `directory`; `groups` are further ones, comma-separated. */
export async function makeUsers({ directory, password, users }) {
  for (const { name, groups } of users) {
    const more = groups ? ['-G', groups] : [];
    await run('useradd', [
      '-M',
      '-N',
      '-g',
      'nogroup',
      '-d',
      `${directory}/home/${name}`,
      '-s',
      '/bin/bash',
      ...more,
      name,
    ]);
    makeHome(`${directory}/home/${name}`, name);
  }
  // A cheap hash keeps the price of a login that of the SSH server alone.
  await run('chpasswd', ['-c', 'SHA512', '-s', '1000'], {
    input: users.map(({ name }) => `${name}:${password}\n`).join(''),
  });
}

function makeHome(home, name) {
  const id = Number(readFileSync('/etc/passwd', 'utf8').match(new RegExp(`^${name}:[^:]*:(\\d+)`, 'm'))[1]);
  mkdirSync(home, { recursive: true });
  writeFileSync(`${home}/.hushlogin`, '');
  writeFileSync(`${home}/.bashrc`, 'PS1="\\u@bed:\\w\\$ "\n');
  writeFileSync(`${home}/.profile`, '. ~/.bashrc\n');
  chownSync(home, id, -1);
  chmodSync(home, 0o755);
}
