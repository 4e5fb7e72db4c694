#!/usr/bin/env node
import { createLog, environment, loadSettings, SettingsError, withSecrets } from '@naas/core';
import { capabilitiesOf, platformNames } from '@naas/device-drivers/platforms';
import { startApi } from './start-api.js';

async function main(): Promise<void> {
  const settings = loadSettings(await withSecrets(environment, 'api'), 'api');
  const log = createLog(settings, 'naas-api');
  const api = await startApi({ settings, log, platforms: { platformNames, capabilitiesOf } });
  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping', { signal });
    void api.stop();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
}

main().catch((error: unknown) => {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`naas-api: ${error.message}\n`);
  process.exitCode = 1;
});
