import { jobKinds, type JobErrorCode, type JobKind, type JobKindOf, type JobTags } from '@naas/contract';
import type { Device } from '../devices/device.js';
import type { Secret } from '../secrecy/secret.js';

interface AnyRequest extends Device {
  readonly platform: string;
  /** Commands in order, or lines in configuration mode. */
  readonly commands: readonly string[];
  readonly readTimeoutMs: number;
  readonly connTimeoutMs: number;
  readonly tags: JobTags;
}

/** Show commands to run. */
export interface CommandRequest extends AnyRequest {
  readonly kind: JobKindOf<'commands'>;
  /** RE2 pattern that also ends a command; null: none. */
  readonly expectString: string | null;
}

/** Configuration to push. */
export interface ConfigurationRequest extends AnyRequest {
  readonly kind: JobKindOf<'configuration'>;
  readonly saveConfig: boolean;
  readonly commit: boolean;
}

/** What a job is to do, without who asked and with what credentials. */
export type JobRequest = CommandRequest | ConfigurationRequest;

/** Whether a request is configuration to push. */
export function isConfiguration(request: JobRequest): request is ConfigurationRequest {
  return jobKinds[request.kind].task === 'configuration';
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

/** Where the end of a job is to be told. */
export interface Webhook {
  readonly url: string;
  /** Signs what is sent; null: unsigned. */
  readonly secret: Secret | null;
}

/** One job handed in, without who hands it in. */
export interface NewJob {
  /** UUID; the caller's X-Request-ID or a new one. */
  readonly jobId: string;
  readonly request: JobRequest;
  readonly credentials: DeviceCredentials;
  readonly webhook?: Webhook | null;
}

/** Who hands jobs in, and how. */
export interface Submitter {
  readonly owner: Owner;
  readonly idempotencyKey: string | null;
  /** True: the rate limits do not count these jobs; false where it is not given. */
  readonly isExempt?: boolean;
}

/** A job handed in. */
export type Submission = NewJob & Submitter;

/** Jobs handed in together: all are accepted, or none. */
export interface BatchSubmission extends Submitter {
  /** UUID. */
  readonly batchId: string;
  readonly jobs: readonly NewJob[];
}

/** The rate limit that leaves least room, as it stands after a submit. */
export interface RateState {
  /** Most jobs in the window. */
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until the first of those counted leaves the window. */
  readonly resetMs: number;
}

/** What every outcome of a submit has. */
interface Judged {
  /** Null where no limit governs. */
  readonly rate: RateState | null;
}

/** Why nothing was accepted. `index`: number of the job, from 0. */
export type SubmitRefusal = Judged &
  (
    | { readonly outcome: 'IDEMPOTENCY_MISMATCH' }
    | { readonly outcome: 'DUPLICATE_REQUEST_ID' | 'NO_WORKERS' | 'QUEUE_FULL'; readonly index: number }
    | { readonly outcome: 'RATE_LIMITED'; readonly retryAfterMs: number }
    /** Too many failures of this user at this device, or of this device. */
    | {
        readonly outcome: 'LOCKED_OUT';
        readonly index: number;
        readonly subject: 'user' | 'device';
        readonly retryAfterMs: number;
      }
  );

/** What became of a submission. */
export type SubmitOutcome =
  | (Judged & {
      readonly outcome: 'accepted' | 'idempotent' | 'deduplicated';
      readonly jobId: string;
      /** 1 is next; 0: not waiting any more. */
      readonly queuePosition: number;
      readonly enqueuedAt: Date;
    })
  | SubmitRefusal;

/** What became of a batch. */
export type BatchOutcome =
  | (Judged & {
      readonly outcome: 'accepted' | 'idempotent';
      readonly batchId: string;
      readonly jobIds: readonly string[];
    })
  | SubmitRefusal;

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
  | {
      readonly outcome: 'unusable';
      readonly kind: JobKind;
      readonly jobId: string;
      readonly token: string;
      readonly code: JobErrorCode;
      readonly message: string;
    }
  /** `busy`: the device it was deferred for. */
  | { readonly outcome: 'nothing'; readonly reason: string; readonly busy?: Device };

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
