import { createHash } from 'node:crypto';
import { changesDevice } from '@naas/contract';
import { isAddress } from '../devices/canonical-host.js';
import { deviceName } from '../devices/device.js';
import { identityOf, macOfIdentity } from '../secrecy/job-identity.js';
import { JobSeals } from './sealed.js';
import type { DeviceCredentials, NewJob, RateState, Submitter } from './types.js';
import type { KeyRing } from '../secrecy/key-ring.js';
import type { Settings } from '../settings/settings.js';

/** A context that no worker has served for this long refuses jobs, in milliseconds. */
const servedWithinMs = 60_000;

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/**
 * Equal for equal requests, in any order of their fields, with equal credentials: who has a wrong password
 * must not get the output that somebody else's right one has fetched. The digest is not keyed and covers a
 * password, so only a keyed hash of it may reach Redis.
 */
function fingerprint({ request, credentials, webhook }: NewJob): string {
  const entries = Object.entries({
    ...request,
    tags: Object.entries(request.tags).sort(),
    username: credentials.username,
    password: credentials.password.reveal(),
    enable: credentials.enable?.reveal() ?? null,
    webhook: webhook?.url ?? null,
  }).sort(([a], [b]) => (a < b ? -1 : 1));
  return digest(JSON.stringify(entries));
}

/** The arguments of the script `submit` after the limits: the head, and the sealed parts of each job. */
export function submitArguments(
  { owner, idempotencyKey, isExempt = false, attempt }: Submitter,
  { jobs, batchId }: { readonly jobs: readonly NewJob[]; readonly batchId: string | null },
  { keyRing, settings }: { readonly keyRing: KeyRing; readonly settings: Settings },
): readonly (string | Buffer)[] {
  const fingerprints = jobs.map(fingerprint);
  const acceptedAt = `${Date.now()}`;
  const identities = jobs.map((job) => newIdentity(job, { owner: owner[0], batchId, acceptedAt }));
  const isShared = ({ request }: NewJob): boolean =>
    settings.JOB_DEDUP_ENABLED && batchId === null && !changesDevice(request.kind);
  const head = {
    owner: owner[0],
    ...(attempt === undefined ? {} : { attempt }),
    depth: settings.MAX_QUEUE_DEPTH,
    servedWithin: servedWithinMs,
    idempotency:
      idempotencyKey === null
        ? []
        : idempotencyPairs(owner, { idempotencyKey, body: fingerprints.join(' '), keyRing }),
    idempotencyTtl: settings.IDEMPOTENCY_TTL,
    ...(settings.RATE_LIMIT_ENABLED && !isExempt ? { rate: rateLimits(settings) } : {}),
    ...(batchId === null ? {} : { batch: batchId }),
    jobs: jobs.map((job, index) => ({
      id: job.jobId,
      device: deviceName(job.request),
      context: job.request.context,
      host: job.request.host,
      port: job.request.port,
      platform: job.request.platform,
      kind: job.request.kind,
      changesDevice: changesDevice(job.request.kind),
      needsAddress: changesDevice(job.request.kind) && !isAddress(job.request.host),
      tags: JSON.stringify(job.request.tags),
      acceptedAt,
      mac: macOfIdentity(keyRing, identities[index] ?? ''),
      ...loginHashes(job.credentials, keyRing),
      duplicates: isShared(job) ? duplicatesOf(owner, keyRing.hashes(fingerprints[index] ?? '')) : [],
    })),
  };
  const sealed = jobs.flatMap((job, index) =>
    sealedParts(job, new JobSeals(keyRing, identities[index] ?? '')),
  );
  return [JSON.stringify(head), ...sealed];
}

/** By what lockouts count: the user, in any case of its letters, and the very login. */
const loginHashes = ({ username, password }: DeviceCredentials, keyRing: KeyRing) => ({
  user: keyRing.hashes(`user:${username.toLowerCase()}`)[0],
  login: keyRing.hashes(`login:${JSON.stringify([username, password.reveal()])}`)[0],
});

/** Hashes by which an equal read is found, one for each hash of the owner. */
const duplicatesOf = (owner: Submitter['owner'], hashes: readonly [string, ...string[]]): readonly string[] =>
  owner.map((hash, index) => digest(`${hash} ${hashes[index] ?? hashes[0]}`));

const rateLimits = (settings: Settings) => ({
  window: settings.RATE_LIMIT_WINDOW * 1000,
  caller: settings.RATE_LIMIT_PER_CALLER,
  device: settings.RATE_LIMIT_PER_CALLER_DEVICE,
});

const sealedParts = (
  { request, credentials, webhook }: NewJob,
  seals: JobSeals,
): readonly (string | Buffer)[] => [
  seals.sealPayload(request),
  seals.sealCredentials(credentials),
  webhook ? seals.sealWebhook(webhook) : '',
];

/** The identity of a job that is being submitted, of the same texts that the script writes. */
function newIdentity(
  { jobId, request: { kind, context, host, port, platform, tags } }: NewJob,
  {
    owner,
    batchId,
    acceptedAt,
  }: { readonly owner: string; readonly batchId: string | null; readonly acceptedAt: string },
): string {
  return identityOf(jobId, {
    owner,
    kind,
    context,
    host,
    port: `${port}`,
    platform,
    tags: JSON.stringify(tags),
    batch_id: batchId ?? '',
    accepted_at: acceptedAt,
  });
}

/** Hashes of an idempotency key, one for each hash of its owner. */
export const idempotencyHashes = ({
  owner,
  idempotencyKey,
}: Pick<Submitter, 'owner' | 'idempotencyKey'>): readonly string[] =>
  idempotencyKey === null ? [] : owner.map((hash) => digest(`${hash} ${idempotencyKey}`));

function idempotencyPairs(
  owner: Submitter['owner'],
  {
    idempotencyKey,
    body,
    keyRing,
  }: { readonly idempotencyKey: string; readonly body: string; readonly keyRing: KeyRing },
): readonly (readonly [key: string, body: string])[] {
  const bodies = keyRing.hashes(body);
  return idempotencyHashes({ owner, idempotencyKey }).map((hash, index) => [
    hash,
    bodies[index] ?? bodies[0],
  ]);
}

/** The facts of a submit, as the script returns them. */
export interface SubmitFacts {
  readonly rate?: { readonly limit: number; readonly remaining: number; readonly reset: number };
  readonly id?: string;
  readonly ids?: readonly string[];
  readonly position?: number;
  readonly enqueuedAt?: number;
  readonly retryAfter?: number;
  readonly index?: number;
  readonly subject?: 'user' | 'device';
}

/** The governing limit of a submit; null when no limit governs. */
export function rateOf({ rate }: SubmitFacts): RateState | null {
  return rate ? { limit: rate.limit, remaining: rate.remaining, resetMs: rate.reset } : null;
}
