#!/usr/bin/env node
import '@naas/core/small-heap';
import { createLog, environment, loadSettings, SettingsError, stopOnSignals, withSecrets } from '@naas/core';
import { Worker } from './worker.js';

async function main(): Promise<void> {
  const settings = loadSettings(await withSecrets(environment, 'worker'), 'worker');
  const log = createLog(settings, 'naas-worker');
  const worker = new Worker({ settings, log });
  stopOnSignals({ log, stop: () => worker.stop(), abandon: () => worker.abandon() });
  process.on('uncaughtException', (error) => {
    log.error('the worker ended because of a defect', { reason: error.message, stack: error.stack });
    // Its state is unknown. Other workers settle the jobs it was running.
    process.exit(1);
  });
  try {
    await worker.start();
  } catch (error) {
    await worker.stop();
    throw error;
  }
}

main().catch((error: unknown) => {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`naas-worker: ${error.message}\n`);
  process.exitCode = 1;
});
