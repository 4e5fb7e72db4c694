import { randomBytes } from 'node:crypto';

/** Texts that must stay out of Redis and of every log. */
export interface Secrets {
  readonly username: string;
  readonly password: string;
  readonly enable: string;
  readonly webhook: string;
  /** Stands in a configuration line of each configuration job. */
  readonly line: string;
  /** Stands in what devices answer to show commands. */
  readonly output: string;
}

/** New secrets; none of them can be met by accident. */
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
