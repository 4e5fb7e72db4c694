import { DeviceConfig } from './device-config.js';
import { givenCommands } from '../shell/given-commands.js';
import type { CommandAnswer, DeviceOptions, Faults } from '../options.js';
import type { Personality } from '../personalities/personality.js';
import type { ReceivedLine, ShellHost } from '../shell/shell-host.js';
import type { OutputStyle } from '../shell/terminal-output.js';
import { Watchers } from '../server/watchers.js';

const receivedLimit = 100_000;

/** What the sessions of one device share: its configuration, its faults, and the record of what it saw. */
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
  readonly #held = new Set<() => void>();
  #sessionsSoFar = 0;

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
    this.answerTo = givenCommands(options.commands ?? {});
  }

  /** As the running configuration has it now. */
  get hostname(): string {
    for (const line of this.config.running) {
      const name = this.personality.hostnameLine.exec(line)?.[1];
      if (name !== undefined) return name;
    }
    return 'lab1';
  }

  /** Counts a session in and gives it its number. */
  open(cut: () => void): number {
    const session = ++this.#sessionsSoFar;
    this.sessions.set(session, cut);
    this.peakSessions = Math.max(this.peakSessions, this.sessions.size);
    this.watchers.notify();
    return session;
  }

  gone(session: number): void {
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

  held(): Promise<void> {
    return new Promise((resolve) => this.#held.add(resolve));
  }

  release(): void {
    const held = [...this.#held];
    this.#held.clear();
    for (const letGo of held) letGo();
  }
}
