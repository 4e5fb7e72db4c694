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
  /** RE2 pattern that also ends a command, besides the prompt; null: none. */
  readonly expectString: string | null;
}

/** Configuration to push. */
export interface ConfigurationRequest extends AnyRequest {
  readonly kind: JobKindOf<'configuration'>;
  readonly saveConfig: boolean;
  readonly commit: boolean;
}

/** The work of a job, without its submitter and credentials. */
export type JobRequest = CommandRequest | ConfigurationRequest;

/** Whether a request is configuration to push. */
export function isConfiguration(request: JobRequest): request is ConfigurationRequest {
  return jobKinds[request.kind].task === 'configuration';
}

/** Credentials for the device. */
export interface DeviceCredentials {
  readonly username: string;
  readonly password: Secret;
  /** Null: the password is tried. */
  readonly enable: Secret | null;
}

/** The owner of a job: keyed hashes of the identity under every encryption key, the writing key's first. */
export type Owner = readonly [string, ...string[]];

/** Where the end of a job is reported. */
export interface Webhook {
  readonly url: string;
  /** Signs the body; null: unsigned. */
  readonly secret: Secret | null;
}

/** One job to submit, without its submitter. */
export interface NewJob {
  /** UUID; the caller's X-Request-ID or a new one. */
  readonly jobId: string;
  readonly request: JobRequest;
  readonly credentials: DeviceCredentials;
  readonly webhook?: Webhook | null;
}

/** Who submits jobs, and how. */
export interface Submitter {
  readonly owner: Owner;
  readonly idempotencyKey: string | null;
  /** Whether the rate limits do not count these jobs. Default: false. */
  readonly isExempt?: boolean;
}

/** One job with its submitter. */
export type Submission = NewJob & Submitter;

/** Jobs submitted together: all are accepted, or none. */
export interface BatchSubmission extends Submitter {
  /** UUID. */
  readonly batchId: string;
  readonly jobs: readonly NewJob[];
}

/** The rate limit that leaves least room, after a submit. */
export interface RateState {
  /** Maximum number of jobs in the window. */
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until the first of those counted leaves the window. */
  readonly resetMs: number;
}

/** Part of every outcome of a submit. */
interface Judged {
  /** Null when no limit governs. */
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

/** The outcome of a submission. */
export type SubmitOutcome =
  | (Judged & {
      readonly outcome: 'accepted' | 'idempotent' | 'deduplicated';
      readonly jobId: string;
      /** 1 is next; 0: no longer waiting. */
      readonly queuePosition: number;
      readonly enqueuedAt: Date;
    })
  | SubmitRefusal;

/** The outcome of a batch. */
export type BatchOutcome =
  | (Judged & {
      readonly outcome: 'accepted' | 'idempotent';
      readonly batchId: string;
      readonly jobIds: readonly string[];
    })
  | SubmitRefusal;

/** The outcome of a cancel. `cancelling`: the worker has been asked to cancel the job. */
export type CancelOutcome = 'cancelled' | 'cancelling' | 'ended' | 'not_found';

/** A job that this worker has claimed. */
export interface ClaimedJob {
  readonly jobId: string;
  readonly token: string;
  readonly request: JobRequest;
  readonly credentials: DeviceCredentials;
  readonly enqueuedAt: Date;
  /** How often it has been started, this time included. */
  readonly claims: number;
  /** When the claim expires unless renewed, on the clock of performance.now(). */
  readonly expiresAt: number;
}

/** The outcome of a claim. `unusable`: claimed, but the job cannot run and must be finished as failed. */
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
  /** `busy`: the device for which it was deferred. */
  | { readonly outcome: 'nothing'; readonly reason: string; readonly busy?: Device };

/** One output, as a worker emits it. */
export interface NewOutput {
  readonly command: string;
  readonly output: string;
  readonly refused: boolean;
  readonly startedAt: Date;
  readonly durationMs: number;
}

/** The end of a job, as a worker reports it. The message is one sentence for the caller; it is sealed. */
export type JobEnd =
  | { readonly status: 'finished' }
  | { readonly status: 'cancelled'; readonly message: string }
  | { readonly status: 'failed'; readonly code: JobErrorCode; readonly message: string };

/** The state of a claim. `cancel`: held, and the job is to be cancelled. `lost`: no longer this worker's. */
export type ClaimState = 'ok' | 'cancel' | 'lost';
