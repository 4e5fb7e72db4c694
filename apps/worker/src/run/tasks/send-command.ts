import { compilePattern } from '@naas/core';
import { boundedPattern } from '../bounded-pattern.js';
import type { CommandTask } from '../task.js';

/** Runs show commands in order. A refused command is an ordinary output. */
export const sendCommand: CommandTask = async ({ run, request, connection, emit }) => {
  const { commands, readTimeoutMs, expectString } = request;
  const options = {
    readTimeoutMs,
    signal: run.signal,
    ...(expectString === null ? {} : { expect: boundedPattern(compilePattern(expectString)) }),
  };
  for (const command of commands) {
    const startedAt = new Date();
    const began = performance.now();
    const { output, refused } = await connection.sendCommand(command, options);
    await emit({ command, output, refused, startedAt, durationMs: Math.round(performance.now() - began) });
  }
};
