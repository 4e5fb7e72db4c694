import type { NewOutput } from '@naas/core';
import { commandBody } from './bodies.js';
import type { TestApi } from './start-test-api.js';

const line = 'interface GigabitEthernet0/1 is up, "line" protocol \\ is up\n';

/** A text of about this many megabytes, as a device would write it. */
export const megabytes = (count: number): string =>
  line.repeat(Math.floor((count * 1_000_000) / line.length));

/** An output as a worker stores it. */
export const outputNamed = (command: string, output: string): NewOutput => ({
  command,
  output,
  refused: false,
  startedAt: new Date(0),
  durationMs: 5,
});

/** Four outputs of 62 MB in all, two of them of the same command. */
export const largeOutputs: readonly NewOutput[] = ['show a', 'show b', 'show a', 'show c'].map(
  (command, index) => outputNamed(command, `${index} ${megabytes(15.5)}`),
);

/** Submits a job and ends it with these outputs; returns its id. */
export async function finishedJob(
  api: TestApi,
  outputs: readonly NewOutput[] = largeOutputs,
): Promise<string> {
  await api.ask('/v2/send-command', { json: commandBody });
  return api.runNext({ status: 'finished' }, outputs);
}

/** The JSON of a job that is wholly in memory, as the API sends that of a small one. */
export const jsonOf = async (api: TestApi, jobId: string): Promise<string> =>
  JSON.stringify((await api.worker.jobs.get(jobId))?.result);
