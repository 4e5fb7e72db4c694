import type { JobErrorCode, JobKind } from '@naas/contract';
import { parseDeviceName } from '../devices/device.js';
import { fieldsOf, textOf, type Reply } from '../redis/script-reply.js';
import { UnsealError, type KeyRing } from '../secrecy/key-ring.js';
import { unsealCredentials, unsealRequest } from './sealed.js';
import type { ClaimOutcome } from './types.js';

/** A claim. `expiresAt`: when it expires, on the clock of performance.now(). */
interface Claim {
  readonly keyRing: KeyRing;
  readonly jobId: string;
  readonly token: string;
  readonly expiresAt: number;
}

/** Parses the reply of claim.ts. */
export function readClaim([outcome, ...rest]: readonly Reply[], claim: Claim): ClaimOutcome {
  if (textOf(outcome) === 'run') return readRun(fieldsOf(rest), claim);
  const [reason, device] = rest;
  const busy = device === undefined ? undefined : parseDeviceName(textOf(device));
  return { outcome: 'nothing', reason: textOf(reason), ...(busy ? { busy } : {}) };
}

function readRun(fields: Readonly<Record<string, Reply>>, claim: Claim): ClaimOutcome {
  const { keyRing, jobId, token, expiresAt } = claim;
  const { kind: kindName, context, host, port, platform, payload, credentials, enqueued_at, claims } = fields;
  const kind = textOf(kindName) as JobKind; // written by our scripts only
  const unusable = (code: JobErrorCode, message: string): ClaimOutcome => ({
    outcome: 'unusable',
    kind,
    jobId,
    token,
    code,
    message,
  });
  if (!Buffer.isBuffer(payload) || !Buffer.isBuffer(credentials)) {
    return unusable('WORKER_LOST', credentialsLost);
  }
  try {
    const head = {
      kind,
      context: textOf(context),
      host: textOf(host),
      port: Number(textOf(port)),
      platform: textOf(platform),
      tags: {},
    };
    const job = {
      jobId,
      token,
      request: unsealRequest(keyRing, jobId, { head, sealed: payload }),
      credentials: unsealCredentials(keyRing, jobId, credentials),
      enqueuedAt: new Date(Number(textOf(enqueued_at))),
      claims: Number(claims),
      expiresAt,
    };
    return { outcome: 'run', job };
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    return unusable('UNKNOWN', `${error.message} ${checkKeys}`);
  }
}

const credentialsLost =
  'The connection to Redis was lost while a worker claimed the job, and with it the credentials of the job; ' +
  'nothing was sent to the device. Submit it again.';

const checkKeys =
  'Nothing was sent to the device; check that the API and all workers have the same NAAS_ENCRYPTION_KEY.';
