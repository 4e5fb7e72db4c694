import { existsSync, readFileSync } from 'node:fs';

/** An error that ends a script with one sentence, and with the last lines of the log that `log` names. */
export class Failure extends Error {
  /** @override */
  name = 'Failure';

  /**
   * @param {string} message
   * @param {{ log?: string, cause?: unknown }} [options]
   */
  constructor(message, { log, cause } = {}) {
    super(message, { cause });
    this.log = log;
  }
}

/** The user or the system stopped the script; nothing failed. */
export class Stopped extends Error {
  /** @override */
  name = 'Stopped';
}

/**
 * The system's code of an error, such as ENOENT; undefined if it has none.
 *
 * @param {unknown} error
 */
export function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/**
 * The last lines of a file; empty when the file does not exist.
 *
 * @param {string} path
 */
export function tail(path, lines = 25) {
  if (!existsSync(path)) return '';
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
