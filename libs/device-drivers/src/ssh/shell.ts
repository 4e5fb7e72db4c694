import type { DriverError } from '../errors.js';
import type { Algorithms } from './algorithms.js';
import type { Phase } from './errors.js';

/** What a shell needs to be opened. */
export interface ShellOptions {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly algorithms: Algorithms;
  /** Try the method `none` first. */
  readonly isOpenLogin: boolean;
  readonly terminal: { readonly type: string; readonly columns: number; readonly rows: number };
  /** Rejects when the key may not be trusted. */
  readonly checkHostKey: (key: Buffer) => Promise<void>;
  /**
   * Resolves when the handshake may begin, to what is called when that is over. Rejects when the signal is
   * aborted.
   */
  readonly enterHandshake: (signal: AbortSignal) => Promise<() => void>;
  /** Aborted with the error to reject with. */
  readonly signal: AbortSignal;
  readonly onPhase: (phase: Phase) => void;
  /** Milliseconds between SSH keepalives; 0: none. */
  readonly keepaliveMs: number;
}

/** What happens on an open shell. */
export interface ShellListener {
  data(chunk: Buffer): void;
  /** Once, and nothing after it. */
  ended(error: DriverError): void;
}

/** A terminal on a device. */
export interface Shell {
  /** Once, before anything is written. */
  listen(listener: ShellListener): void;
  write(text: string): void;
  /** Ends the connection as SSH has it, and the socket after `graceMs` at the latest. */
  end(graceMs: number): void;
  /** Ends the socket now. */
  destroy(): void;
  /** Milliseconds since anything came from the peer, answers to keepalives included. */
  readonly silentMs: number;
  /** Resolves when the socket is closed, whoever closed it. */
  readonly closed: Promise<void>;
}
