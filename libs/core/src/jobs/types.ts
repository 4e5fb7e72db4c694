import { jobKinds, type JobErrorCode, type JobKind, type JobKindOf, type JobTags } from '@naas/contract';
import type { Reach } from '../devices/circuits.js';
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
  /** UUID of this attempt to submit, by which it can be withdrawn. Default: it cannot. */
  readonly attempt?: string;
}

/** An attempt to submit that can be withdrawn. */
export interface Withdrawal {
  readonly submitter: Pick<Submitter, 'owner' | 'idempotencyKey'> & { readonly attempt: string };
  /** Id of the job or batch. */
  readonly id: string;
  readonly jobIds: readonly string[];
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
  /** WITHDRAWN: the attempt had been withdrawn before it arrived. */
  (
    | { readonly outcome: 'IDEMPOTENCY_MISMATCH' | 'WITHDRAWN' }
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
  /** What the job is, as it was claimed: its outputs and its error are bound to it. */
  readonly identity: string;
  readonly request: JobRequest;
  readonly credentials: DeviceCredentials;
  readonly enqueuedAt: Date;
  /** How often it has been started, this time included. */
  readonly claims: number;
  /** Keyed hash of the identity that submitted it. */
  readonly owner: string;
  /** Address to which the host resolved for the claim; null: it was not resolved. */
  readonly address: string | null;
  /** When the claim expires unless renewed, on the clock of performance.now(). */
  readonly expiresAt: number;
}

/** What a worker knows when it claims a job. */
export interface ClaimFacts {
  /** Names of devices whose read jobs are deferred. Default: none. */
  readonly busy?: readonly string[];
  /**
   * What the host of a configuration job resolved to: `device` as an 'unresolved' claim named it, and `at`,
   * the same device by address; null: the host does not resolve. Default: not looked up yet.
   */
  readonly resolved?: { readonly device: Device; readonly at: Device | null };
}

/** The outcome of a claim. `unusable`: claimed, but the job cannot run and must be finished as failed. */
export type ClaimOutcome =
  | { readonly outcome: 'run'; readonly job: ClaimedJob }
  | {
      readonly outcome: 'unusable';
      readonly kind: JobKind;
      readonly jobId: string;
      readonly token: string;
      readonly identity: string;
      readonly code: JobErrorCode;
      readonly message: string;
    }
  /** A configuration job whose host is a name: it is to be claimed again with the address of the device. */
  | { readonly outcome: 'unresolved'; readonly device: Device }
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
  | {
      readonly status: 'failed';
      readonly code: JobErrorCode;
      readonly message: string;
      /** What the failure says of the device, where that is not what its code says. */
      readonly reach?: Reach;
    };

/** The state of a claim. `cancel`: held, and the job is to be cancelled. `lost`: no longer this worker's. */
export type ClaimState = 'ok' | 'cancel' | 'lost';
