import { randomUUID } from 'node:crypto';
import { jobKinds, type JobKind } from '@naas/contract';
import { Jobs } from '../jobs/jobs.js';
import type {
  ClaimOutcome,
  CommandRequest,
  ConfigurationRequest,
  DeviceCredentials,
  JobRequest,
  Submission,
} from '../jobs/types.js';
import { KeyRing } from '../secrecy/key-ring.js';
import { connectRedis, disconnectRedis, type Redis } from '../redis/redis.js';
import { Secret } from '../secrecy/secret.js';
import { announceWorker } from '../workers/workers.js';
import { testSettings } from './settings.js';

/** Jobs on a connection of their own, as in one process. */
export interface TestJobs {
  readonly jobs: Jobs;
  readonly redis: Redis;
  readonly keyRing: KeyRing;
  close(): Promise<void>;
}

/** Opens jobs on a test's Redis. `environment`: further settings, as in the environment. */
export function openJobs(url: string, environment: Readonly<Record<string, string>> = {}): TestJobs {
  const settings = testSettings(url, environment);
  const redis = connectRedis(settings, 'patient');
  const keyRing = new KeyRing(settings.NAAS_ENCRYPTION_KEY);
  return {
    jobs: new Jobs({ redis, keyRing, settings }),
    redis,
    keyRing,
    close: () => disconnectRedis(redis),
  };
}

/** Makes contexts count as served, as a live worker would. */
export function serveContexts(redis: Redis, ...contexts: string[]): Promise<void> {
  return announceWorker(redis, 'test-worker', {
    contexts,
    activeJobs: 0,
    version: '0.0.0',
    startedAt: new Date().toISOString(),
  });
}

/** Changes to the default request. */
export type RequestChanges = Partial<Omit<CommandRequest, 'kind'> & Omit<ConfigurationRequest, 'kind'>> & {
  readonly kind?: JobKind;
};

/** Changes to the default submission. */
export type SubmissionChanges = Partial<Omit<Submission, 'request' | 'credentials'>> & {
  readonly request?: RequestChanges;
  readonly credentials?: Partial<DeviceCredentials>;
};

/** A submission of one show command, with these changes. */
export function submission({ request = {}, credentials = {}, ...rest }: SubmissionChanges = {}): Submission {
  return {
    jobId: randomUUID(),
    owner: ['owner-a'],
    idempotencyKey: null,
    ...rest,
    credentials: { username: 'admin', password: new Secret('lab-password'), enable: null, ...credentials },
    request: requestOf(request),
  };
}

function requestOf(changes: RequestChanges): JobRequest {
  const { kind = 'send-command' } = changes;
  const fieldsOfKind =
    jobKinds[kind].task === 'configuration' ? { saveConfig: false, commit: false } : { expectString: null };
  return {
    kind,
    host: '192.0.2.1',
    port: 22,
    platform: 'cisco_ios',
    context: 'default',
    commands: ['show version'],
    readTimeoutMs: 30_000,
    connTimeoutMs: 10_000,
    tags: {},
    ...fieldsOfKind,
    ...changes,
  } as JobRequest; // with the fields of its kind
}

/** Claims the job of a queue entry, as a worker that finds every name at 192.0.2.99. */
export async function claimResolved(jobs: Jobs, entry: string): Promise<ClaimOutcome> {
  const claim = await jobs.claim(entry, 'test-worker');
  if (claim.outcome !== 'unresolved') return claim;
  const { device } = claim;
  return jobs.claim(entry, 'test-worker', { resolved: { device, at: { ...device, host: '192.0.2.99' } } });
}
