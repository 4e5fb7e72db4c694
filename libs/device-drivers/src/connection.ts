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
import type { Session } from './dialogue/session.js';
import type { Shell } from './ssh/shell.js';

const readTimeoutMsDefault = 30_000;
/** How long a polite end may take, in milliseconds. */
const graceMs = 500;

/**
 * An open session on a device. One operation runs at a time. Operations reject with DriverError; after
 * READ_TIMEOUT, ABORTED, OUTPUT_TOO_LARGE, ENABLE_FAILED and CONNECTION_LOST the connection is closed, after
 * others it can be used on.
 */
export class Connection {
  /** Name of the platform. */
  readonly platform: string;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>;
  readonly #session: Session;
  readonly #shell: Shell;
  #isBusy = false;

  constructor(session: Session, shell: Shell, keepaliveMs: number) {
    this.platform = session.platform.name;
    this.closed = shell.closed;
    this.#session = session;
    this.#shell = shell;
    if (keepaliveMs === 0) return;
    const end = (): void => {
      session.terminal.fail(new DriverError('CONNECTION_LOST', 'The device did not answer any more.'));
    };
    endWhenSilent({
      everyMs: keepaliveMs,
      closed: this.closed,
      isBusy: () => this.#isBusy,
      silentMs: () => this.silentMs,
      end,
    });
  }

  get isOpen(): boolean {
    return this.#session.terminal.isOpen;
  }

  /** Milliseconds since anything came from the device, answers to keepalives included. */
  get silentMs(): number {
    return this.#shell.silentMs;
  }

  /**
   * Open, nothing running, at the prompt for commands with nothing unread: it can be given to the next user.
   */
  get isIdle(): boolean {
    return !this.#isBusy && this.#session.isAtBase;
  }

  /** Runs one command; a command the device does not accept is an ordinary result. */
  sendCommand(
    command: string,
    { readTimeoutMs = readTimeoutMsDefault, signal, expect }: CommandOptions = {},
  ): Promise<CommandResult> {
    return this.#run([command], async (session) => {
      const { words } = await session.send(command, { timeoutMs: readTimeoutMs, signal, expect });
      return {
        output: session.terminal.mask(words),
        refused: refusalIn(words, session.platform.refusals.command) !== undefined,
      };
    });
  }

  /**
   * Types lines in configuration mode, one after the other, and leaves it. The first line the device refuses
   * ends it with CONFIG_REJECTED: nothing after it is sent, a candidate is thrown away, configuration mode is
   * left.
   */
  sendConfig(lines: readonly string[], options: ConfigOptions = {}): Promise<Transcript> {
    if (this.#session.platform.configMode === undefined) return this.#lacks('configuration mode');
    return this.#run(lines, (session) => pushConfig(session, lines, options));
  }

  /**
   * Makes the running configuration survive a restart. Rejects with CONFIG_REJECTED when the device does not
   * do it.
   */
  save(options: OperationOptions = {}): Promise<Transcript> {
    if (!this.#session.platform.save) return this.#lacks('command that saves its configuration');
    return this.#run([], (session) => saveConfig(session, options));
  }

  /**
   * Applies the candidate configuration. Rejects with CONFIG_REJECTED when the device does not, and throws it
   * away.
   */
  commit(options: CommitOptions = {}): Promise<Transcript> {
    if (!this.#session.platform.commit) return this.#lacks('commit');
    return this.#run([], (session) => commitCandidate(session, options));
  }

  /** Proves that the device still answers: one Enter must bring the prompt back. */
  async check({ readTimeoutMs = readTimeoutMsDefault, signal }: OperationOptions = {}): Promise<void> {
    await this.#run([], (session) => session.send('', { timeoutMs: readTimeoutMs, signal }));
  }

  /**
   * Logs out if the device stands at a prompt, and ends the connection, within about half a second. Never
   * rejects.
   */
  async close(): Promise<void> {
    const { terminal, platform } = this.#session;
    if (!terminal.isOpen) this.#shell.destroy();
    else if (this.isIdle) {
      this.#session.typeLast(platform.onClose);
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

  async #run<T>(lines: readonly string[], work: (session: Session) => Promise<T>): Promise<T> {
    if (this.#isBusy) throw new Error('Another operation runs on this connection; wait for it to end.');
    const broken = lines.findIndex((line) => /[\r\n\0]/.test(line));
    if (broken !== -1)
      throw new TypeError(`Line ${String(broken + 1)} holds a line break or NUL; nothing was sent.`);
    this.#isBusy = true;
    try {
      return await work(this.#session);
    } finally {
      this.#isBusy = false;
    }
  }
}
