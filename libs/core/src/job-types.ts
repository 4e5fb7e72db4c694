import type { JobErrorCode, JobKind, JobTags } from '@naas/contract';
import type { Secret } from './secret.js';

/** What a job is to do, without who asked and with what credentials. */
export interface JobRequest {
  readonly kind: JobKind;
  readonly host: string;
  readonly port: number;
  readonly platform: string;
  readonly context: string;
  readonly commands: readonly string[];
  readonly readTimeoutMs: number;
  readonly connTimeoutMs: number;
  /** RE2 pattern that also ends a command; null: none. */
  readonly expectString: string | null;
  readonly saveConfig: boolean;
  readonly commit: boolean;
  readonly tags: JobTags;
}

/** Credentials at the device. */
export interface DeviceCredentials {
  readonly username: string;
  readonly password: Secret;
  /** Null: the device's password is tried. */
  readonly enable: Secret | null;
}

/** Who owns a job: keyed hashes of the identity under every encryption key, the writing key's first. */
export type Owner = readonly [string, ...string[]];

/** A job handed in. */
export interface Submission {
  /** UUID; the caller's X-Request-ID or a new one. */
  readonly jobId: string;
  readonly owner: Owner;
  readonly request: JobRequest;
  readonly credentials: DeviceCredentials;
  readonly idempotencyKey: string | null;
}

/** What became of a submission. */
export type SubmitOutcome =
  | {
      readonly outcome: 'accepted' | 'idempotent' | 'deduplicated';
      readonly jobId: string;
      /** 1 is next; 0: not waiting any more. */
      readonly queuePosition: number;
      readonly enqueuedAt: Date;
    }
  | { readonly outcome: 'DUPLICATE_REQUEST_ID' | 'IDEMPOTENCY_MISMATCH' | 'NO_WORKERS' | 'QUEUE_FULL' };

/** What became of a wish to cancel. `cancelling`: the worker has been told. */
export type CancelOutcome = 'cancelled' | 'cancelling' | 'ended' | 'not_found';

/** A job taken by this worker. */
export interface ClaimedJob {
  readonly jobId: string;
  readonly token: string;
  readonly request: JobRequest;
  readonly credentials: DeviceCredentials;
  readonly enqueuedAt: Date;
  /** How often it has been begun, this time included. */
  readonly claims: number;
  /** When the claim runs out unless renewed, on the clock of performance.now(). */
  readonly expiresAt: number;
}

/** Answer to a claim. `unusable`: claimed, but it cannot be run and must be finished as failed. */
export type ClaimOutcome =
  | { readonly outcome: 'run'; readonly job: ClaimedJob }
  | { readonly outcome: 'unusable'; readonly jobId: string; readonly token: string; readonly code: JobErrorCode; readonly message: string }
  | { readonly outcome: 'nothing'; readonly reason: string };

/** One output, as a worker hands it in. */
export interface NewOutput {
  readonly command: string;
  readonly output: string;
  readonly refused: boolean;
  readonly startedAt: Date;
  readonly durationMs: number;
}

/** How a job ended, as a worker hands it in. The message is one sentence for the caller; it is sealed. */
export type JobEnd =
  | { readonly status: 'finished' }
  | { readonly status: 'cancelled'; readonly message: string }
  | { readonly status: 'failed'; readonly code: JobErrorCode; readonly message: string };

/** What Redis says of a claim that was to be renewed or used. */
export type ClaimState = 'ok' | 'cancel' | 'lost';
