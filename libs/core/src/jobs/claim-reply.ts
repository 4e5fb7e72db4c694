import type { JobErrorCode, JobKind } from '@naas/contract';
import { unsealCredentials, unsealPayload } from './record.js';
import type { ClaimedJob, ClaimOutcome } from './types.js';
import { UnsealError, type KeyRing } from '../secrecy/key-ring.js';
import { word, type Reply } from '../redis/script-reply.js';

/** Whose claim it is, and until when it holds, on this process's own clock (performance.now()). */
interface Claim {
  readonly keyRing: KeyRing;
  readonly jobId: string;
  readonly token: string;
  readonly expiresAt: number;
}

function nothingOf([, reason, context, host, port]: readonly Reply[]): ClaimOutcome {
  const nothing = { outcome: 'nothing', reason: word(reason) } as const;
  return context === undefined
    ? nothing
    : { ...nothing, crowded: { context: word(context), host: word(host), port: Number(word(port)) } };
}

/** What claim.ts returned, as an outcome; its parts are in the order that is told there. */
export function readClaim(
  reply: readonly Reply[],
  { keyRing, jobId, token, expiresAt }: Claim,
): ClaimOutcome {
  if (word(reply[0]) !== 'run') return nothingOf(reply);
  const [, kind, context, host, port, platform, payload, credentials, enqueuedAt, claims] = reply;
  const unusable = (code: JobErrorCode, message: string): ClaimOutcome => ({
    outcome: 'unusable',
    jobId,
    token,
    code,
    message,
  });
  if (!Buffer.isBuffer(payload) || !Buffer.isBuffer(credentials) || credentials.length === 0) {
    return unusable(
      'WORKER_LOST',
      'The connection to Redis was lost while the job was being taken, and its credentials with it; ' +
        'nothing was sent to the device. Submit it again.',
    );
  }
  try {
    const target = {
      kind: word(kind) as JobKind,
      context: word(context),
      host: word(host),
      port: Number(word(port)),
      platform: word(platform),
      tags: {},
    };
    const job: ClaimedJob = {
      jobId,
      token,
      request: { ...target, ...unsealPayload(keyRing, jobId, payload) },
      credentials: unsealCredentials(keyRing, jobId, credentials),
      enqueuedAt: new Date(Number(word(enqueuedAt))),
      claims: Number(claims),
      expiresAt,
    };
    return { outcome: 'run', job };
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    return unusable(
      'UNKNOWN',
      `${error.message} Nothing was sent to the device; check that the API and all workers have the same ` +
        'NAAS_ENCRYPTION_KEY.',
    );
  }
}
