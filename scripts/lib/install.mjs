import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { logPath, root, stateFolder } from './checkout.mjs';
import { Failure } from './failure.mjs';
import { takeLock } from './lock.mjs';

/** @import { Children } from './children.mjs' */
/** @import { Tell } from './say.mjs' */

const timeoutMs = 900_000;

// npm writes this file last, so it is missing or old after an installation that was broken off.
const isInstalled = () => {
  const [lock, installed] = [
    join(root, 'package-lock.json'),
    join(root, 'node_modules', '.package-lock.json'),
  ];
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
};

/**
 * Installs the packages of the lock file where they are missing or older than it. Resolves to what was done.
 *
 * @param {Children} children
 * @param {Tell} tell
 */
export async function installPackages(children, tell) {
  if (isInstalled()) return 'up to date';
  const lock = takeLock(join(stateFolder(), 'install.lock'));
  if (lock.holder !== null)
    throw new Failure(
      `Process ${lock.holder.pid} is installing the packages of this checkout: wait for it, then start again.`,
    );
  try {
    tell('npm ci, which takes about half a minute');
    const log = logPath('install');
    // Asked to end, npm would first undo all it did; an installation that was broken off is begun anew next
    // time anyway.
    const { code, isOverTime } = await children.run(
      'npm',
      ['ci', '--no-progress', '--no-audit', '--no-fund'],
      { log, timeoutMs, graceMs: 500, env: cleanEnvironment() },
    );
    if (isOverTime)
      throw new Failure(`npm ci took longer than ${timeoutMs / 60_000} minutes and was ended.`, { log });
    if (code !== 0) throw new Failure('npm ci failed.', { log });
    return 'installed with npm ci';
  } finally {
    lock.release();
  }
}

// The npm that runs this script hands its own settings on as npm_config_*, which would count as options of
// the command.
function cleanEnvironment() {
  const inherited = [
    'npm_config_local_prefix',
    'npm_config_prefix',
    'npm_config_global_prefix',
    'npm_config_workspace',
    'npm_config_omit',
  ];
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.includes(name)));
}
