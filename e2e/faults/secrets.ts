import { randomBytes } from 'node:crypto';

/** Texts that must be neither in Redis nor in any log. */
export interface Secrets {
  readonly username: string;
  readonly password: string;
  readonly enable: string;
  readonly webhook: string;
  /** Part of a line of each configuration job. */
  readonly line: string;
  /** Part of the output of show commands. */
  readonly output: string;
}

/** Creates random secrets, which cannot be found by accident. */
export function newSecrets(): Secrets {
  const secret = (what: string): string => `${what}-${randomBytes(12).toString('hex')}`;
  return {
    username: 'ops',
    password: secret('pw'),
    enable: secret('en'),
    webhook: secret('wh'),
    line: secret('ln'),
    output: secret('out'),
  };
}
