#!/usr/bin/env node
import '@naas/core/small-heap';
import { createLog, environment, loadSettings, SettingsError, withSecrets } from '@naas/core';
import { Worker } from './worker.js';

async function main(): Promise<void> {
  const settings = loadSettings(await withSecrets(environment, 'worker'), 'worker');
  const log = createLog(settings, 'naas-worker');
  const worker = new Worker({ settings, log });
  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping', { signal });
    void worker.stop().then(() => log.info('stopped'));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  process.on('uncaughtException', (error) => {
    log.error('a defect ended the worker', { reason: error.message, stack: error.stack });
    process.exit(1); // its state is unknown; what it ran is settled by the other workers
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
