import type { ReceivedLine } from '../shell/shell-host.js';
import type { Faults } from '../options.js';

/** A running fake device, with everything it received and its configurations. */
export interface LabDevice {
  readonly host: string;
  readonly port: number;
  readonly personality: string;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
  readonly enable: string | null;
  /**
   * Lines typed by clients, in order; answers to password questions have the mode `secret`. At least the last
   * 100,000 are kept.
   */
  readonly received: readonly ReceivedLine[];
  /** Correct logins so far. */
  readonly logins: number;
  /** TCP connections accepted so far. */
  readonly connections: number;
  /**
   * Errors thrown while answering a command; each cut its connection. Empty unless a test or a personality
   * has a defect.
   */
  readonly defects: readonly unknown[];
  /** Shells open now. */
  readonly openSessions: number;
  /** Maximum number of shells open at the same time. */
  readonly peakSessions: number;
  /** Configuration lines. Junos: `set` lines. Linux: the lines of /etc/motd. */
  readonly runningConfig: readonly string[];
  readonly startupConfig: readonly string[];
  /** Junos: the configuration that the next commit applies. */
  readonly candidateConfig: readonly string[];
  /**
   * Resolves as soon as the predicate is true (tested at each event of the device); rejects after `timeoutMs`
   * milliseconds.
   */
  waitFor(predicate: (device: LabDevice) => boolean, timeoutMs: number): Promise<void>;
  /** Lets hanging shells and commands continue. */
  release(): void;
  /** Replaces the faults; takes effect at the next event. */
  setFaults(faults: Faults): void;
  /** Cuts every connection. */
  dropSessions(): void;
  /** Starts a change of the SSH keys of every connection, as devices do after an hour or much data. */
  changeKeys(): void;
  /** True: every login is refused from now on; false: logins are checked again. */
  refuseLogins(refuse: boolean): void;
  /** Stops listening, so that connections are refused; open sessions remain. */
  pause(): void;
  /** Listens again on the same port. */
  resume(): Promise<void>;
  /** Cuts every connection and frees the port. */
  close(): Promise<void>;
}
