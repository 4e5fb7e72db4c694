#!/usr/bin/env node
import '@naas/core/small-heap';
import { createLog, environment, loadSettings, SettingsError, stopOnSignals, withSecrets } from '@naas/core';
import { capabilitiesOf, familyOf, platformNames } from '@naas/device-drivers/platforms';
import { startApi } from './start-api.js';

async function main(): Promise<void> {
  const settings = loadSettings(await withSecrets(environment, 'api'), 'api');
  const log = createLog(settings, 'naas-api');
  const api = await startApi({ settings, log, platforms: { platformNames, capabilitiesOf, familyOf } });
  const stop = stopOnSignals({ log, stop: () => api.stop() });
  void api.redisFault.then((error) => {
    fail(error);
    stop({ reason: error.message });
  });
}

function fail({ message }: SettingsError): void {
  process.stderr.write(`naas-api: ${message}\n`);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  if (!(error instanceof SettingsError)) throw error;
  fail(error);
});
