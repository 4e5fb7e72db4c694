import type { DeviceConfig } from '../config/device-config.js';
import type { CommandAnswer, Faults } from '../options.js';
import type { Personality } from '../personalities/personality.js';
import type { OutputStyle } from './terminal-output.js';

/** A line typed by a client. */
export interface ReceivedLine {
  /** Number of the session on this device, from 1. */
  readonly session: number;
  /** The mode it was typed in; `secret` for the answer to a password question. */
  readonly mode: string;
  readonly line: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The device, as seen by its sessions. */
export interface ShellHost {
  readonly personality: Personality;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
  readonly enable: string | null;
  readonly landsIn: string;
  readonly promptLine: string;
  readonly output: OutputStyle;
  readonly latencyMs: number;
  readonly paging: boolean;
  readonly refusePagingOff: boolean;
  readonly faults: Faults;
  readonly config: DeviceConfig;
  record(line: ReceivedLine): void;
  answerTo(command: string): { readonly answer: CommandAnswer; readonly rest: string } | undefined;
  /** Resolves at the next release(), or when the device closes. */
  untilReleased(): Promise<void>;
  /** Cuts the connection of a session. */
  cut(session: number): void;
}
