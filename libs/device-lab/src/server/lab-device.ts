import type { ReceivedLine } from '../shell/shell-host.js';
import type { Faults } from '../options.js';

/** A fake device that listens. Everything it saw and holds can be read; close() ends it. */
export interface LabDevice {
  readonly host: string;
  readonly port: number;
  readonly personality: string;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
  readonly enable: string | null;
  /**
   * Every line typed by clients, in order; answers to password questions have the mode `secret`. The last
   * 100,000 at least.
   */
  readonly received: readonly ReceivedLine[];
  /** Correct logins so far. */
  readonly logins: number;
  /** TCP connections accepted so far. */
  readonly connections: number;
  /**
   * What a command's own function threw; the session it happened in was cut. Empty unless a test or a
   * personality is wrong.
   */
  readonly defects: readonly unknown[];
  /** Shells open now, and the most that ever were. */
  readonly openSessions: number;
  readonly peakSessions: number;
  /** Configuration lines. Junos: `set` lines. Linux: the lines of /etc/motd. */
  readonly runningConfig: readonly string[];
  readonly startupConfig: readonly string[];
  /** Junos: what the next commit would make the running configuration. */
  readonly candidateConfig: readonly string[];
  /**
   * Resolves as soon as the predicate holds (asked at each event of the device); rejects after `timeoutMs`.
   */
  waitFor(predicate: (device: LabDevice) => boolean, timeoutMs: number): Promise<void>;
  /** Lets whatever hangs answer. */
  release(): void;
  /** Replaces the faults, from the next event on. */
  setFaults(faults: Faults): void;
  /** Cuts every connection. */
  dropSessions(): void;
  /** Begins to change the SSH keys of every connection, as devices do after an hour or much data. */
  changeKeys(): void;
  /** While true, every login is refused. */
  refuseLogins(refuse: boolean): void;
  /** Stops listening (connections are refused) and listens again on the same port; open sessions stay. */
  pause(): void;
  resume(): Promise<void>;
  /** Cuts all and frees the port. */
  close(): Promise<void>;
}
