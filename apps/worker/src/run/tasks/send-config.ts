import type { NewOutput } from '@naas/core';
import { DriverError, type Transcript } from '@naas/device-drivers';
import { JobFailure } from '../job-failure.js';
import type { ConfigurationTask } from '../task.js';

/**
 * Pushes configuration lines, then commits and saves if the job asks for it. The claim must hold before each
 * step and before each line, because otherwise another worker may be configuring the device. The transcript
 * of each step is stored when the step ends, also when it failed.
 */
export const sendConfig: ConfigurationTask = async ({ run, request, connection, emit }) => {
  const { commands, readTimeoutMs, saveConfig, commit } = request;
  const options = { readTimeoutMs, signal: run.signal };
  const requireClaim = (): void => {
    if (!run.holdsClaim())
      throw new JobFailure('WORKER_LOST', 'This worker did not renew its claim on the job in time');
  };
  const step = async (name: string, work: () => Promise<Transcript>): Promise<void> => {
    requireClaim();
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
    connection.sendConfig(commands, { ...options, beforeLine: requireClaim }),
  );
  if (commit) await step('commit_output', () => connection.commit(options));
  if (saveConfig) await step('save_output', () => connection.save(options));
};
