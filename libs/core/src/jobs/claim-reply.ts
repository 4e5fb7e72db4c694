import { changesDevice, type JobErrorCode, type JobKind } from '@naas/contract';
import { deviceName, parseDeviceName } from '../devices/device.js';
import { fieldsOf, textOf, type Reply } from '../redis/script-reply.js';
import { UnsealError, type KeyRing } from '../secrecy/key-ring.js';
import { identityOf, identityFields, type IdentityValues } from '../secrecy/job-identity.js';
import { JobSeals, type RequestHead } from './sealed.js';
import type { ClaimedJob, ClaimFacts, ClaimOutcome } from './types.js';

/**
 * A claim. `expiresAt`: when it expires, on the clock of performance.now(). `maxAgeMs`: JOB_MAX_QUEUE_AGE in
 * milliseconds; 0: no limit.
 */
interface Claim {
  readonly keyRing: KeyRing;
  readonly jobId: string;
  readonly token: string;
  readonly expiresAt: number;
  readonly maxAgeMs: number;
  readonly resolved: ClaimFacts['resolved'];
}

/** Parses the reply of claim.ts. */
export function readClaim([outcome, ...rest]: readonly Reply[], claim: Claim): ClaimOutcome {
  if (textOf(outcome) === 'run') return readRun(fieldsOf(rest), claim);
  const [reasonReply, name] = rest;
  const reason = textOf(reasonReply);
  const device = name === undefined ? undefined : parseDeviceName(textOf(name));
  if (reason === 'unresolved' && device) return { outcome: 'unresolved', device };
  return { outcome: 'nothing', reason, ...(device ? { busy: device } : {}) };
}

/** The clocks of API and workers may differ by this much, in milliseconds. */
const clockToleranceMs = 60_000;

function readRun(fields: Readonly<Record<string, Reply>>, claim: Claim): ClaimOutcome {
  const { keyRing, jobId, token } = claim;
  const values = valuesOf(fields);
  const kind = values.kind as JobKind; // written by submit; if not, the payload cannot be opened
  const identity = identityOf(jobId, values);
  const unusable = (code: JobErrorCode, message: string): ClaimOutcome => ({
    outcome: 'unusable',
    kind,
    jobId,
    token,
    identity,
    code,
    message,
  });
  const { payload, credentials } = fields;
  if (!Buffer.isBuffer(payload) || !Buffer.isBuffer(credentials)) {
    return unusable('WORKER_LOST', credentialsLost);
  }
  try {
    const seals = new JobSeals(keyRing, identity);
    const request = seals.openRequest(headOf(values), payload);
    const job = {
      jobId,
      token,
      identity,
      request,
      credentials: seals.openCredentials(credentials),
      enqueuedAt: new Date(Number(textOf(fields['enqueued_at']))),
      claims: Number(fields['claims']),
      owner: values.owner,
      address: claim.resolved?.at?.host ?? null,
      expiresAt: claim.expiresAt,
    };
    // The scripts go by these two, which no seal covers.
    const name = deviceName(request);
    const isSame =
      textOf(fields['device']) === name &&
      // It was resolved before the seals were opened.
      (!claim.resolved || deviceName(claim.resolved.device) === name) &&
      textOf(fields['changes_device']) === (changesDevice(request.kind) ? '1' : '0');
    if (!isSame) return unusable('UNKNOWN', `${recordChanged} ${nothingSent}.`);
    if (isTooOld(values, job, claim.maxAgeMs)) return unusable('EXPIRED', acceptedTooLongAgo);
    return { outcome: 'run', job };
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    return unusable('UNKNOWN', `${error.message} ${nothingSent}; ${checkKeys}`);
  }
}

/** The fields of the reply from which the identity is made. */
function valuesOf(fields: Readonly<Record<string, Reply>>): IdentityValues {
  const text = (field: string): string => fields[field]?.toString() ?? '';
  // has an entry for each field
  return Object.fromEntries(identityFields.map((field) => [field, text(field)])) as IdentityValues;
}

function headOf({ kind, context, host, port, platform }: IdentityValues): RequestHead {
  return { kind: kind as JobKind, context, host, port: Number(port), platform, tags: {} }; // as in readRun()
}

/**
 * Whether a job was accepted so long ago that it should have been run or given up by now. The script knows
 * when the job was put into the queue, but a writer of Redis can put back a job that has ended; the time of
 * its acceptance he cannot change. A read job whose worker died waits a second time.
 */
function isTooOld(
  { accepted_at }: IdentityValues,
  { claims }: Pick<ClaimedJob, 'claims'>,
  maxAgeMs: number,
): boolean {
  const waits = claims > 1 ? 2 : 1;
  return maxAgeMs > 0 && Date.now() - Number(accepted_at) > maxAgeMs * waits + clockToleranceMs;
}

const credentialsLost =
  'The connection to Redis was lost while a worker claimed the job, and with it the credentials of the job; ' +
  'nothing was sent to the device. Submit it again.';

const recordChanged = 'The record of the job in Redis is not as it was submitted.';

const nothingSent = 'Nothing was sent to the device';

const checkKeys =
  'check that the API and all workers have the same NAAS_ENCRYPTION_KEY, and who can write to Redis.';

const acceptedTooLongAgo =
  'The job was accepted longer ago than JOB_MAX_QUEUE_AGE, and was not run; submit it again if it is still ' +
  'needed.';
