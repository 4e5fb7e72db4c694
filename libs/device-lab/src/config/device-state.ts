import { DeviceConfig } from './device-config.js';
import { customAnswers } from '../shell/custom-answers.js';
import type { CommandAnswer, DeviceOptions, Faults } from '../options.js';
import type { Personality } from '../personalities/personality.js';
import type { ReceivedLine, ShellHost } from '../shell/shell-host.js';
import type { OutputStyle } from '../shell/terminal-output.js';
import { Watchers } from '../server/watchers.js';

/** At least this many received lines are kept. */
const receivedLimit = 100_000;

/** State shared by the sessions of one device: configuration, faults, received lines. */
export class DeviceState implements ShellHost {
  readonly personality: Personality;
  readonly username: string;
  readonly password: string;
  readonly enable: string | null;
  readonly landsIn: string;
  readonly promptLine: string;
  readonly output: OutputStyle;
  readonly latencyMs: number;
  readonly paging: boolean;
  readonly refusePagingOff: boolean;
  readonly config: DeviceConfig;
  readonly watchers = new Watchers();
  readonly received: ReceivedLine[] = [];
  /** How to cut the connection of each open session. */
  readonly sessions = new Map<number, () => void>();
  faults: Faults;
  peakSessions = 0;
  readonly answerTo: (
    command: string,
  ) => { readonly answer: CommandAnswer; readonly rest: string } | undefined;
  readonly #releases = new Set<() => void>();
  #lastSession = 0;

  constructor(personality: Personality, options: DeviceOptions) {
    this.personality = personality;
    this.username = options.username ?? 'admin';
    this.password = options.password ?? 'lab-password';
    this.enable = options.enable === undefined ? 'lab-enable' : options.enable;
    this.landsIn = options.landsIn ?? personality.landsIn;
    this.promptLine = options.promptLine ?? '';
    this.output = options.output ?? 'whole';
    this.latencyMs = options.latencyMs ?? 0;
    this.paging = options.paging ?? true;
    this.refusePagingOff = options.refusePagingOff ?? false;
    this.faults = options.faults ?? {};
    this.config = new DeviceConfig(options.config ?? personality.initialConfig(options.hostname ?? 'lab1'));
    this.answerTo = customAnswers(options.commands ?? {});
  }

  /** Taken from the running configuration. */
  get hostname(): string {
    for (const line of this.config.running) {
      const name = this.personality.hostnameLine.exec(line)?.[1];
      if (name !== undefined) return name;
    }
    return 'lab1';
  }

  /** Registers a session; returns its number. */
  openSession(cut: () => void): number {
    const session = ++this.#lastSession;
    this.sessions.set(session, cut);
    this.peakSessions = Math.max(this.peakSessions, this.sessions.size);
    this.watchers.notify();
    return session;
  }

  closeSession(session: number): void {
    if (this.sessions.delete(session)) this.watchers.notify();
  }

  record(line: ReceivedLine): void {
    if (this.received.length >= 2 * receivedLimit) this.received.splice(0, receivedLimit);
    this.received.push(line);
    this.watchers.notify();
  }

  cut(session: number): void {
    this.sessions.get(session)?.();
  }

  untilReleased(): Promise<void> {
    return new Promise((resolve) => this.#releases.add(resolve));
  }

  release(): void {
    const releases = [...this.#releases];
    this.#releases.clear();
    for (const release of releases) release();
  }
}
