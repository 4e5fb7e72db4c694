import { commitCandidate, pushConfig, saveConfig } from './configure.js';
import { DriverError } from './errors.js';
import { endWhenSilent } from './ssh/keepalive.js';
import type {
  CommandOptions,
  CommandResult,
  CommitOptions,
  ConfigOptions,
  OperationOptions,
  Transcript,
} from './options.js';
import { refusalIn } from './dialogue/refusal.js';
import type { Dialogue } from './dialogue/dialogue.js';
import type { Shell } from './ssh/shell.js';

const readTimeoutMsDefault = 30_000;
/** How long logging out may take before the socket is closed, in milliseconds. */
const graceMs = 500;

/**
 * A logged-in command line on a device. One operation runs at a time. Operations reject with DriverError;
 * READ_TIMEOUT, ABORTED, OUTPUT_TOO_LARGE, ENABLE_FAILED and CONNECTION_LOST close the connection, after
 * other errors it remains usable.
 */
export class Connection {
  /** Name of the platform. */
  readonly platform: string;
  /** Resolves when the connection has ended, from either side. */
  readonly closed: Promise<void>;
  readonly #dialogue: Dialogue;
  readonly #shell: Shell;
  #isBusy = false;

  constructor(dialogue: Dialogue, shell: Shell, keepaliveMs: number) {
    this.platform = dialogue.platform.name;
    this.closed = shell.closed;
    this.#dialogue = dialogue;
    this.#shell = shell;
    if (keepaliveMs === 0) return;
    const end = (): void => {
      dialogue.terminal.fail(new DriverError('CONNECTION_LOST', 'The device stopped answering.'));
    };
    endWhenSilent({
      intervalMs: keepaliveMs,
      closed: this.closed,
      isBusy: () => this.#isBusy,
      silentMs: () => this.silentMs,
      end,
    });
  }

  get isOpen(): boolean {
    return this.#dialogue.terminal.isOpen;
  }

  /** Milliseconds since anything came from the device, answers to keepalives included. */
  get silentMs(): number {
    return this.#shell.silentMs;
  }

  /**
   * True when it is open, at the prompt of the command mode, with nothing running and nothing unread, so that
   * it can be reused.
   */
  get isIdle(): boolean {
    return !this.#isBusy && this.#dialogue.isAtCommandPrompt;
  }

  /** Runs one command. A refused command is an ordinary result. */
  sendCommand(
    command: string,
    { readTimeoutMs = readTimeoutMsDefault, signal, expect }: CommandOptions = {},
  ): Promise<CommandResult> {
    return this.#run([command], async (dialogue) => {
      const { output } = await dialogue.send(command, { timeoutMs: readTimeoutMs, signal, expect });
      return {
        output: dialogue.terminal.mask(output),
        refused: refusalIn(output, dialogue.platform.refusals.command) !== undefined,
      };
    });
  }

  /**
   * Types lines in configuration mode, one after the other, and leaves that mode. Rejects with
   * CONFIG_REJECTED at the first refused line: no further line is sent, a candidate is discarded, and
   * configuration mode is left.
   */
  sendConfig(lines: readonly string[], options: ConfigOptions = {}): Promise<Transcript> {
    if (this.#dialogue.platform.configMode === undefined) return this.#lacks('configuration mode');
    return this.#run(lines, (dialogue) => pushConfig(dialogue, lines, options));
  }

  /**
   * Copies the running configuration to the startup configuration. Rejects with CONFIG_REJECTED when the
   * device refuses.
   */
  save(options: OperationOptions = {}): Promise<Transcript> {
    if (!this.#dialogue.platform.save) return this.#lacks('command that saves its configuration');
    return this.#run([], (dialogue) => saveConfig(dialogue, options));
  }

  /**
   * Applies the candidate configuration. Rejects with CONFIG_REJECTED when the device refuses; the candidate
   * is then discarded.
   */
  commit(options: CommitOptions = {}): Promise<Transcript> {
    if (!this.#dialogue.platform.commit) return this.#lacks('commit');
    return this.#run([], (dialogue) => commitCandidate(dialogue, options));
  }

  /** Checks that the device still answers: one Enter must bring the prompt back. */
  async check({ readTimeoutMs = readTimeoutMsDefault, signal }: OperationOptions = {}): Promise<void> {
    await this.#run([], (dialogue) => dialogue.send('', { timeoutMs: readTimeoutMs, signal }));
  }

  /**
   * Logs out if the connection is idle, then closes it, within about half a second. Never rejects.
   */
  async close(): Promise<void> {
    const { terminal, platform } = this.#dialogue;
    if (!terminal.isOpen) this.#shell.destroy();
    else if (this.isIdle) {
      this.#dialogue.typeLast(platform.onClose);
      const timer = setTimeout(() => {
        this.#shell.destroy();
      }, graceMs);
      void this.closed.then(() => {
        clearTimeout(timer);
      });
    } else this.#shell.end(graceMs);
    await this.closed;
    terminal.fail(new DriverError('CONNECTION_LOST', 'The connection was closed.'));
  }

  #lacks(what: string): Promise<never> {
    return Promise.reject(
      new DriverError('UNSUPPORTED', `The platform ${this.platform} has no ${what}; nothing was sent.`),
    );
  }

  async #run<T>(lines: readonly string[], work: (dialogue: Dialogue) => Promise<T>): Promise<T> {
    if (this.#isBusy) throw new Error('Another operation is running on this connection; wait for it to end.');
    const invalid = lines.findIndex((line) => /[\r\n\0]/.test(line));
    if (invalid !== -1)
      throw new TypeError(`Line ${String(invalid + 1)} contains a line break or NUL; nothing was sent.`);
    this.#isBusy = true;
    try {
      return await work(this.#dialogue);
    } finally {
      this.#isBusy = false;
    }
  }
}
