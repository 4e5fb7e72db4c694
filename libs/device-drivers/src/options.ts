import type { Handshakes } from './ssh/handshakes.js';
import type { Platform } from './platform.js';

/**
 * Stores pinned SSH host keys. Fingerprints are `SHA256:` and unpadded base64, as `ssh-keygen -lf` prints
 * them.
 */
export interface HostKeyStore {
  get(host: string, port: number): Promise<string | undefined>;
  /** Pins a key unless one is pinned already; resolves to the pinned one. */
  pin(host: string, port: number, fingerprint: string): Promise<string>;
}

/** `tofu`: pinned after the first successful login; `strict`: must be pinned already; `accept`: any. */
export type HostKeyPolicy = 'accept' | 'tofu' | 'strict';

/**
 * `modern`: current algorithms only; `compatible`: older ones too, newest preferred; `legacy`: the oldest as
 * well, and group exchange with a prime of 4,096 bits at most.
 */
export type AlgorithmProfile = 'modern' | 'compatible' | 'legacy';

/** Options of connect(). */
export interface ConnectOptions {
  /** IPv4 or IPv6 address, or host name. */
  readonly host: string;
  /** Default: 22. */
  readonly port?: number;
  /** Name of a platform, or a platform of your own. */
  readonly platform: string | Platform;
  readonly username: string;
  readonly password: string;
  /** Enable secret. Default: the password. */
  readonly enable?: string;
  /** Default: `tofu`. */
  readonly hostKey?: HostKeyPolicy;
  /** Where pins are kept. Default: the memory of this process. */
  readonly hostKeys?: HostKeyStore;
  /** Default: `compatible`. */
  readonly algorithms?: AlgorithmProfile;
  /**
   * Milliseconds until the device must be at its first prompt; the wait for `handshakes` does not count. An
   * error tells in `isAuthenticated` whether it came after authentication, when the device had been reached.
   * Default: 10,000.
   */
  readonly connectTimeoutMs?: number;
  /**
   * Milliseconds between SSH keepalives; 0: none. An idle connection is closed after three unanswered
   * keepalives. Default: 0.
   */
  readonly keepaliveMs?: number;
  /** Maximum output of one command, or of all lines of a configuration, in bytes. Default: 16 MiB. */
  readonly maxOutputBytes?: number;
  /** Limits concurrent SSH handshakes. Default: one limit of 10, shared by the whole process. */
  readonly handshakes?: Handshakes;
  /** Aborting it stops connecting. */
  readonly signal?: AbortSignal;
}

/** Options of every operation on a connection. */
export interface OperationOptions {
  /** Milliseconds until the prompt must be back, for each line sent. Default: 30,000. */
  readonly readTimeoutMs?: number;
  /** Aborting it closes the connection; the operation rejects with ABORTED. */
  readonly signal?: AbortSignal;
}

export interface CommandOptions extends OperationOptions {
  /** A match in the output also ends the command: for commands that end in a question. */
  readonly expect?: { test(text: string): boolean };
}

export interface ConfigOptions extends OperationOptions {
  /** Called before each line is sent, with its number from 1. If it throws, nothing more is sent: ABORTED. */
  readonly beforeLine?: (line: number) => void;
}

export interface CommitOptions extends OperationOptions {
  /** Note kept with the commit, on platforms that support one. */
  readonly comment?: string;
}

export interface CommandResult {
  /** The device's text between the command's echo and the next prompt; lines end in `\n`, none at the end. */
  readonly output: string;
  /** True when the device did not accept the command. */
  readonly refused: boolean;
}

/** What the device wrote, prompts and echoes included, as it appears on a terminal. */
export interface Transcript {
  readonly output: string;
}
