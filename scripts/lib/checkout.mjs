import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top directory of the checkout. */
export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Where everything is kept that a run makes: `.naas` in the checkout, or what NAAS_STATE_DIR says. */
export const stateDirectory = resolve(root, process.env.NAAS_STATE_DIR || '.naas');

/**
 * A directory below the state directory, made where it is missing; for this user's eyes only.
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
 * The path of a log of this run, in a directory that exists.
 *
 * @param {string} name
 */
export function logPath(name) {
  return join(stateFolder('logs'), `${name}.log`);
}
