import type { Handshakes } from './ssh/handshakes.js';
import type { Platform } from './platform.js';

/**
 * Where pinned SSH host keys are kept. Fingerprints are `SHA256:` and unpadded base64, as `ssh-keygen -lf`
 * prints them.
 */
export interface HostKeyStore {
  get(host: string, port: number): Promise<string | undefined>;
  /** Pins a key unless one is pinned already; resolves to the pinned one. */
  pin(host: string, port: number, fingerprint: string): Promise<string>;
}

/** `tofu`: pinned at first sight; `strict`: must be pinned already; `accept`: any. */
export type HostKeyPolicy = 'accept' | 'tofu' | 'strict';

/**
 * `modern`: current algorithms only; `compatible`: older ones too, newest preferred; `legacy`: the oldest as
 * well.
 */
export type AlgorithmProfile = 'modern' | 'compatible' | 'legacy';

/** What connect() takes. */
export interface ConnectOptions {
  /** IPv4 or IPv6 address, or host name. */
  readonly host: string;
  /** 22 */
  readonly port?: number;
  /** Name of a platform, or a platform of the caller's own. */
  readonly platform: string | Platform;
  readonly username: string;
  readonly password: string;
  /** Enable secret; the password where it is not given. */
  readonly enable?: string;
  /** `tofu` */
  readonly hostKey?: HostKeyPolicy;
  /** Where pins are kept; in this process's memory where it is not given. */
  readonly hostKeys?: HostKeyStore;
  /** `compatible` */
  readonly algorithms?: AlgorithmProfile;
  /**
   * Milliseconds until the device must stand at its first prompt; 10,000. Waiting for `handshakes` does not
   * count.
   */
  readonly connectTimeoutMs?: number;
  /**
   * Milliseconds between SSH keepalives; 0, the default: none. An idle connection whose device answers none
   * of three is ended.
   */
  readonly keepaliveMs?: number;
  /** Largest output of one command, in bytes; 16 MiB. */
  readonly maxOutputBytes?: number;
  /** Limits the SSH handshakes at once; those of this process that name none share one limit of 10. */
  readonly handshakes?: Handshakes;
  /** Gives up connecting. */
  readonly signal?: AbortSignal;
}

/** What every operation on a connection takes. */
export interface OperationOptions {
  /** Milliseconds until the prompt must be back, for each line sent; 30,000. */
  readonly readTimeoutMs?: number;
  /** Aborting closes the connection; the operation rejects with ABORTED. */
  readonly signal?: AbortSignal;
}

export interface CommandOptions extends OperationOptions {
  /** Also ends the command, where it occurs in the output: for commands that end in a question. */
  readonly expect?: { test(text: string): boolean };
}

export interface ConfigOptions extends OperationOptions {
  /** Called before each line is sent, with its number from 1. If it throws, nothing more is sent: ABORTED. */
  readonly beforeLine?: (line: number) => void;
}

export interface CommitOptions extends OperationOptions {
  /** Note kept with the commit, where the platform has one. */
  readonly comment?: string;
}

export interface CommandResult {
  /** The device's text between the command's echo and the next prompt; lines end in `\n`, none at the end. */
  readonly output: string;
  /** True when the device did not accept the command. */
  readonly refused: boolean;
}

/** What the device said, prompts and echoes included, as a person would have seen it. */
export interface Transcript {
  readonly output: string;
}
