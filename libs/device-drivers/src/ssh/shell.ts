import type { DriverError } from '../errors.js';
import type { Algorithms } from './algorithms.js';
import type { Phase } from './errors.js';

/** Options of openShell(). */
export interface ShellOptions {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly algorithms: Algorithms;
  /** Try SSH's authentication method `none` first. */
  readonly isOpenLogin: boolean;
  readonly terminal: { readonly type: string; readonly columns: number; readonly rows: number };
  /** Rejects if the key may not be trusted. */
  readonly checkHostKey: (key: Buffer) => Promise<void>;
  /**
   * Called after authentication, before a terminal is asked for. Rejects if the connection must not go on.
   */
  readonly onAuthenticated: () => Promise<void>;
  /**
   * Resolves when the handshake may begin, to a function to call when it is over. Rejects if the signal is
   * aborted.
   */
  readonly acquireHandshake: (signal: AbortSignal) => Promise<() => void>;
  /** Its reason is the error to reject with. */
  readonly signal: AbortSignal;
  readonly onPhase: (phase: Phase) => void;
  /** Milliseconds between SSH keepalives; 0: none. */
  readonly keepaliveMs: number;
}

/** Events of an open shell. */
export interface ShellListener {
  data(chunk: Buffer): void;
  /** Called once, as the last event. */
  ended(error: DriverError): void;
}

/** A terminal on a device. */
export interface Shell {
  /** To be called once, before the first write. */
  listen(listener: ShellListener): void;
  write(text: string): void;
  /** Disconnects as SSH prescribes, and closes the socket after `graceMs` milliseconds at the latest. */
  end(graceMs: number): void;
  /** Closes the socket at once. */
  destroy(): void;
  /** Milliseconds since anything came from the peer, answers to keepalives included. */
  readonly silentMs: number;
  /** Resolves when the socket is closed, from either side. */
  readonly closed: Promise<void>;
}
