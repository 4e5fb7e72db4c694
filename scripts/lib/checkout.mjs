import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top directory of the checkout. */
export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Directory of all files that a run makes: NAAS_STATE_DIR. Default: `.naas` in the checkout. */
export const stateDirectory = resolve(root, process.env.NAAS_STATE_DIR || '.naas');

/**
 * A directory below the state directory, made if it is missing and readable only by this user.
 *
 * @param {string[]} names
 */
export function stateFolder(...names) {
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  chmodSync(stateDirectory, 0o700);
  const path = join(stateDirectory, ...names);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

/**
 * The path of a log; its directory exists.
 *
 * @param {string} name
 */
export function logPath(name) {
  return join(stateFolder('logs'), `${name}.log`);
}
