import { existsSync, readFileSync } from 'node:fs';

/** Ends a script with one sentence for the reader, and the last lines of a log where `log` names one. */
export class Failure extends Error {
  name = 'Failure';

  constructor(message, { log, cause } = {}) {
    super(message, { cause });
    this.log = log;
  }
}

/** The script was asked to stop; nothing is wrong. */
export class Stopped extends Error {
  name = 'Stopped';
}

/** The last lines of a file; empty when there is none. */
export function tail(path, lines = 25) {
  if (!existsSync(path)) return '';
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
