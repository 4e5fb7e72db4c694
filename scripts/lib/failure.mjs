import { existsSync, readFileSync } from 'node:fs';

/** Ends a script with one sentence for the reader, and the last lines of a log where `log` names one. */
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

/** The script was asked to stop; nothing is wrong. */
export class Stopped extends Error {
  /** @override */
  name = 'Stopped';
}

/**
 * The system's code of an error, such as ENOENT; undefined where it has none.
 *
 * @param {unknown} error
 */
export function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/**
 * The last lines of a file; empty when there is none.
 *
 * @param {string} path
 */
export function tail(path, lines = 25) {
  if (!existsSync(path)) return '';
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
