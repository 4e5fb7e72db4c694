/** A command as ioredis has it. */
export interface TimedCommand {
  readonly isResolved: boolean;
  reject(error: Error): void;
}

/** How often deadlines are looked at, in milliseconds. */
const tickMs = 25;

/** A tick that comes this much later was one in which the process was held up, in milliseconds. */
const heldUpMs = 100;

/**
 * Time limits for the replies of Redis that count only the time in which this process could have read them:
 * while its event loop is held up, replies wait in the socket, and Redis is not late. (ioredis's own
 * `commandTimeout` counts that time too, and its timers fire before the socket is read.)
 */
export class CommandTimeouts {
  readonly #timeoutMs: number;
  readonly #waiting: { readonly command: TimedCommand; readonly deadline: number }[] = [];
  /** Milliseconds in which the process was not held up, since the first command. */
  #clock = 0;
  #tickedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** Rejects a command with "Command timed out" once its time is over. */
  watch(command: TimedCommand): void {
    this.#start();
    this.#waiting.push({ command, deadline: this.#clock + this.#timeoutMs });
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #start(): void {
    if (this.#timer) return;
    this.#tickedAt = performance.now();
    this.#timer = setInterval(() => this.#tick(), tickMs);
  }

  #tick(): void {
    const now = performance.now();
    this.#clock += Math.min(now - this.#tickedAt, tickMs + heldUpMs);
    this.#tickedAt = now;
    // Deadlines are in order, and most commands have had their reply.
    const next = this.#waiting.findIndex(
      ({ command, deadline }) => !command.isResolved && deadline > this.#clock,
    );
    const over = this.#waiting.splice(0, next === -1 ? this.#waiting.length : next);
    for (const { command } of over) {
      if (!command.isResolved) command.reject(new Error('Command timed out'));
    }
    if (this.#waiting.length === 0) this.stop();
  }
}
