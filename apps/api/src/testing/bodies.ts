import type { NewOutput } from '@naas/core';

/** A minimal body of `POST /v2/send-command`. */
export const commandBody = { host: '192.0.2.1', commands: ['show version'] } as const;

/** A minimal body of `POST /v2/send-config`. */
export const configBody = { host: '192.0.2.1', commands: ['interface eth0'] } as const;

/** An output as a worker stores it. */
export const outputOf = (text: string): NewOutput => ({
  command: 'show version',
  output: text,
  refused: false,
  startedAt: new Date(0),
  durationMs: 5,
});
