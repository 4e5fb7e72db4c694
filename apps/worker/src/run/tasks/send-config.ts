import type { NewOutput } from '@naas/core';
import { DriverError, type Transcript } from '@naas/device-drivers';
import { JobFailure } from '../job-failure.js';
import type { ConfigurationTask } from '../task.js';

/**
 * Pushes configuration lines, then commits, then saves, as the job asks. Before each of these steps, and
 * before each line, the claim must hold: another worker may configure the device otherwise. What the device
 * said is stored step by step, and of a step that failed as far as it came.
 */
export const sendConfig: ConfigurationTask = async ({ run, request, connection, emit }) => {
  const { commands, readTimeoutMs, saveConfig, commit } = request;
  const options = { readTimeoutMs, signal: run.signal };
  const demandClaim = (): void => {
    if (!run.holds())
      throw new JobFailure('WORKER_LOST', 'This worker lost its claim on the job for too long a pause');
  };
  const step = async (name: string, work: () => Promise<Transcript>): Promise<void> => {
    demandClaim();
    const startedAt = new Date();
    const began = performance.now();
    const outputOf = (output: string, refused: boolean): NewOutput => ({
      command: name,
      output,
      refused,
      startedAt,
      durationMs: Math.round(performance.now() - began),
    });
    try {
      const { output } = await work();
      await emit(outputOf(output, false));
    } catch (error) {
      if (error instanceof DriverError && error.output !== undefined)
        await emit(outputOf(error.output, error.code === 'CONFIG_REJECTED'));
      throw error;
    }
  };
  await step('config_set_output', () =>
    connection.sendConfig(commands, { ...options, beforeLine: demandClaim }),
  );
  if (commit) await step('commit_output', () => connection.commit(options));
  if (saveConfig) await step('save_output', () => connection.save(options));
};
