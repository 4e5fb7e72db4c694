import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectRedis, disconnectRedis, type Redis } from '@naas/core';
import { testSettings } from '@naas/core/testing';
import { startLab, type Lab } from './lab.js';
import { startProgram, type RunningProgram } from './program.js';
import { newSecrets, type Secrets } from '../secrets.js';
import { startStore, type Store, type StoreKind } from './store.js';

type Environment = Readonly<Record<string, string>>;

/** What a scenario disturbs: Redis, an API, workers and devices, all in processes of their own. */
export interface Bed {
  readonly url: string;
  readonly store: Store;
  /** A connection for looking at and disturbing Redis; finds it again after a restart. */
  readonly client: Redis;
  readonly lab: Lab;
  readonly secrets: Secrets;
  /** Where webhooks arrive. */
  readonly webhookUrl: string;
  /** The folder of the programs' logs. */
  readonly logs: string;
  /** Workers that have not ended. */
  readonly workers: readonly RunningProgram[];
  startWorker(): Promise<RunningProgram>;
  /** Ends all and removes the files, unless `keepLogs`. */
  close(keepLogs: boolean): Promise<void>;
}

/** Devices of a bed; scenarios that want fewer use the first ones. */
export const mostDevices = 50;

/**
 * The least that WORKER_STALE_THRESHOLD may be, so that claims run out soon; and how long a stop may take.
 */
export const staleSeconds = 3;
export const shutdownSeconds = 10;

const standard: Environment = {
  PATH: process.env['PATH'] ?? '',
  NAAS_TLS: 'off',
  WORKER_HTTP_PORT: '0',
  LOG_FORMAT: 'json',
  LOG_LEVEL: 'debug',
  RATE_LIMIT_ENABLED: 'false',
  WORKER_STALE_THRESHOLD: `${staleSeconds}`,
  JOB_REAPER_INTERVAL: '1',
  SHUTDOWN_TIMEOUT: `${shutdownSeconds}`,
  WEBHOOK_ALLOW_HTTP: 'true',
  WEBHOOK_ALLOW_HOSTS: '127.0.0.1',
};

/** Starts Redis, the API and the devices, and no worker yet. */
export async function startBed(kind: StoreKind): Promise<Bed> {
  const secrets = newSecrets();
  const logs = await mkdtemp(join(tmpdir(), 'naas-faults-'));
  const [store, lab] = await Promise.all([
    startStore(kind),
    startLab({ devices: mostDevices, secrets, latencyMs: 20 }),
  ]);
  const webhooks = await startReceiver();
  const environment = {
    ...standard,
    ...store.environment,
    NAAS_PORT: '0',
    NAAS_STATE_DIR: logs,
    NAAS_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  };
  const api = await startProgram({ program: 'api', environment, log: join(logs, 'api.log') });
  const client = connectRedis(testSettings('', store.environment), 'patient');
  const workers: RunningProgram[] = [];
  return {
    url: api.url,
    store,
    client,
    lab,
    secrets,
    logs,
    webhookUrl: webhooks.url,
    get workers() {
      return workers.filter(({ hasEnded }) => !hasEnded);
    },
    startWorker: async () => {
      const worker = await startProgram({
        program: 'worker',
        environment,
        log: join(logs, `worker-${workers.length + 1}-${randomBytes(2).toString('hex')}.log`),
      });
      workers.push(worker);
      return worker;
    },
    close: async (keepLogs) => {
      const all = [api, ...workers];
      for (const program of all) if (!program.hasEnded) program.signal('SIGKILL');
      await Promise.all([...all.map(({ ended }) => ended), lab.close(), disconnectRedis(client)]);
      await store.close();
      webhooks.close();
      if (!keepLogs) await rm(logs, { recursive: true, force: true });
    },
  };
}

/** A receiver of webhooks that answers 200 to everything. */
async function startReceiver(): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer(
    (request, response) => void request.resume().once('end', () => response.end()),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, // it listens on TCP
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
