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

/** The system under test of a scenario: Redis, an API, workers and devices, each in a process of its own. */
export interface Bed {
  readonly url: string;
  readonly store: Store;
  /** A connection that inspects and disturbs Redis. Reconnects after a restart. */
  readonly client: Redis;
  readonly lab: Lab;
  readonly secrets: Secrets;
  /** URL of the webhook receiver. */
  readonly webhookUrl: string;
  /** Folder of the programs' logs. */
  readonly logs: string;
  /** Running workers. */
  readonly workers: readonly RunningProgram[];
  startWorker(): Promise<RunningProgram>;
  /** Ends all processes, and removes the logs unless `keepLogs` is set. */
  close(keepLogs: boolean): Promise<void>;
}

/** Number of devices of a bed. Scenarios that need fewer use the first ones. */
export const deviceCount = 50;

/** WORKER_STALE_THRESHOLD, at its minimum so that claims expire soon. */
export const staleSeconds = 3;

/** SHUTDOWN_TIMEOUT. */
export const shutdownSeconds = 10;

const baseEnvironment: Environment = {
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

/** Starts Redis, the API and the devices, but no worker. */
export async function startBed(kind: StoreKind): Promise<Bed> {
  const secrets = newSecrets();
  const logs = await mkdtemp(join(tmpdir(), 'naas-faults-'));
  const [store, lab] = await Promise.all([
    startStore(kind),
    startLab({ devices: deviceCount, secrets, latencyMs: 20 }),
  ]);
  const webhooks = await startReceiver();
  const environment = {
    ...baseEnvironment,
    ...store.environment,
    NAAS_PORT: '0',
    NAAS_STATE_DIR: logs,
    NAAS_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    DEVICE_ALLOW: '127.0.0.0/8',
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

/** Starts a webhook receiver that answers every request with 200. */
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
