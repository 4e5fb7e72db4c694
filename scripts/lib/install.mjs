import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { logPath, root, stateFolder } from './checkout.mjs';
import { Failure } from './failure.mjs';
import { takeLock } from './lock.mjs';

/** @import { Children } from './children.mjs' */
/** @import { Report } from './say.mjs' */

const timeoutMs = 900_000;

// npm writes this file last, so it is missing or old after an interrupted installation.
const isInstalled = () => {
  const [lock, installed] = [
    join(root, 'package-lock.json'),
    join(root, 'node_modules', '.package-lock.json'),
  ];
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
};

/**
 * Installs the packages of the lock file if they are missing or older than it. Resolves to the outcome.
 *
 * @param {Children} children
 * @param {Report} report
 */
export async function installPackages(children, report) {
  if (isInstalled()) return 'up to date';
  const lock = takeLock(join(stateFolder(), 'install.lock'));
  if (lock.holder !== null)
    throw new Failure(
      `Process ${lock.holder.pid} is installing the packages of this checkout. Wait for it, then try again.`,
    );
  try {
    report('npm ci, which takes about half a minute');
    const log = logPath('install');
    // A short grace: npm would first undo its work, but an interrupted installation is repeated from the
    // start anyway.
    const { code, isOverTime } = await children.run(
      'npm',
      ['ci', '--no-progress', '--no-audit', '--no-fund'],
      { log, timeoutMs, graceMs: 500, env: cleanEnvironment() },
    );
    if (isOverTime)
      throw new Failure(`npm ci took longer than ${timeoutMs / 60_000} minutes and was stopped.`, { log });
    if (code !== 0) throw new Failure('npm ci failed.', { log });
    return 'installed with npm ci';
  } finally {
    lock.release();
  }
}

// The npm that runs this script passes its own settings on as npm_config_*, which npm ci would take as
// options.
function cleanEnvironment() {
  const dropped = [
    'npm_config_local_prefix',
    'npm_config_prefix',
    'npm_config_global_prefix',
    'npm_config_workspace',
    'npm_config_omit',
  ];
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !dropped.includes(name)));
}
