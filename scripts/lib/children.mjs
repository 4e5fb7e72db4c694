import { spawn } from 'node:child_process';
import { closeSync, createWriteStream, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './checkout.mjs';
import { Failure, Stopped } from './failure.mjs';
import { signal } from './processes.mjs';

/** @import { ChildProcess, ChildProcessByStdio, SpawnOptions } from 'node:child_process' */
/** @import { Readable } from 'node:stream' */

/**
 * How a process is stopped: with `stopSignal` (SIGTERM), then with SIGKILL after `graceMs` (8,000); with
 * `endsLast` only after the others.
 *
 * @typedef {object} Ending
 * @property {NodeJS.Signals | undefined} [stopSignal]
 * @property {number | undefined} [graceMs]
 * @property {boolean} [endsLast]
 *
 * @typedef {object} Running
 * @property {Promise<number>} ended
 * @property {NodeJS.Signals} stopSignal
 * @property {number} graceMs
 * @property {boolean} endsLast
 */

/**
 * @typedef {object} RunOptions
 * @property {string} log
 * @property {number} timeoutMs
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {NodeJS.Signals} [stopSignal]
 * @property {number} [graceMs]
 */

/**
 * @template Facts
 * @typedef {object} StartOptions
 * @property {string} log
 * @property {(line: string) => Facts | null} isReady
 * @property {number} [timeoutMs]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [endsLast]
 */

/**
 * A process that keeps running. `ready` is what isReady() returned for its line, `ended` its exit code.
 *
 * @template Facts
 * @typedef {object} Started
 * @property {ChildProcess} child
 * @property {Facts} ready
 * @property {Promise<number>} ended
 */

/**
 * The processes that a script starts. Each leads its own process group, so that it can be stopped with all
 * that it started, and so that Ctrl-C reaches only the script, which then stops them in order.
 */
export class Children {
  /** @type {Map<ChildProcess, Running>} */
  #running = new Map();
  #isStopping = false;

  /**
   * @param {{ onChange?: (pids: number[]) => void }} [options] `onChange` is called with all process ids each
   * time a process starts or ends.
   */
  constructor({ onChange = () => {} } = {}) {
    this.onChange = onChange;
  }

  get isStopping() {
    return this.#isStopping;
  }

  /**
   * Runs a program to its end, with its output in the file `log`. A program that takes longer than
   * `timeoutMs` is stopped. Resolves to `{ code, isOverTime }`. Throws Failure when it cannot be started,
   * Stopped after endAll().
   *
   * @param {string} program
   * @param {string[]} args
   * @param {RunOptions} options
   */
  async run(program, args, { log, timeoutMs, cwd = root, env = process.env, stopSignal, graceMs }) {
    const file = openSync(log, 'w', 0o600);
    const { child, ended } = this.#spawn({
      program,
      args,
      stopSignal,
      graceMs,
      options: { cwd, env, stdio: ['ignore', file, file] },
    });
    closeSync(file);
    let isOverTime = false;
    const timer = setTimeout(() => {
      isOverTime = true;
      void this.end(child);
    }, timeoutMs);
    const code = await ended.finally(() => clearTimeout(timer));
    if (child.pid === undefined) throw new Failure(`${program} cannot be started.`);
    // Processes that it left behind in its group end too.
    signal(-child.pid, 'SIGKILL');
    if (this.#isStopping) throw new Stopped();
    return { code, isOverTime };
  }

  /**
   * Starts a program that keeps running. Resolves to `{ child, ready, ended }` once `isReady` has returned
   * something other than null for a line of its output. Throws Failure when the program ends before that or
   * is not ready within `timeoutMs` (30,000).
   *
   * @template Facts
   * @param {string} name
   * @param {string} program
   * @param {string[]} args
   * @param {StartOptions<Facts>} options
   * @returns {Promise<Started<Facts>>}
   */
  async start(
    name,
    program,
    args,
    { log, isReady, timeoutMs = 30_000, env = process.env, endsLast = false },
  ) {
    const { child, ended } = this.#spawn({
      program,
      args,
      endsLast,
      options: { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] },
    });
    // The option `stdio` makes these streams.
    const { stdout, stderr } = /** @type {ChildProcessByStdio<null, Readable, Readable>} */ (child);
    const file = createWriteStream(log, { flags: 'w', mode: 0o600 });
    /** @type {Promise<{ facts: Facts }>} */
    const ready = new Promise((resolve) => {
      createInterface({ input: stdout }).on('line', (line) => {
        file.write(`${line}\n`);
        const facts = isReady(line);
        if (facts !== null) resolve({ facts });
      });
    });
    stderr.on('data', (text) => file.write(text));
    const waiting = new AbortController();
    const late = delay(timeoutMs, { isLate: true }, { signal: waiting.signal }).catch(() => ({
      isLate: false,
    }));
    const first = await Promise.race([ready, ended.then(() => ({ isLate: false })), late]);
    waiting.abort();
    if (this.#isStopping) throw new Stopped();
    if ('facts' in first) return { child, ready: first.facts, ended };
    if (first.isLate) await this.end(child);
    // Its last output may not be in the file yet.
    await new Promise((resolve) => file.end(resolve));
    throw new Failure(
      first.isLate ? `${name} was not ready within ${timeoutMs / 1000} s.` : `${name} ended at its start.`,
      { log },
    );
  }

  /**
   * Stops a process and all that it started.
   *
   * @param {ChildProcess} child
   */
  async end(child) {
    const entry = this.#running.get(child);
    const { pid } = child;
    if (entry === undefined || pid === undefined) return;
    signal(-pid, entry.stopSignal);
    const timer = setTimeout(() => signal(-pid, 'SIGKILL'), entry.graceMs);
    await entry.ended;
    clearTimeout(timer);
    signal(-pid, 'SIGKILL');
  }

  /** Stops all, those with `endsLast` after the others. After this call nothing can be started. */
  async endAll() {
    this.#isStopping = true;
    const entries = [...this.#running];
    await Promise.all(entries.filter(([, { endsLast }]) => !endsLast).map(([child]) => this.end(child)));
    await Promise.all(entries.filter(([, { endsLast }]) => endsLast).map(([child]) => this.end(child)));
  }

  /** Kills all at once: for a second Ctrl-C, and when the script itself ends. */
  killAll() {
    this.#isStopping = true;
    for (const child of this.#running.keys()) if (child.pid !== undefined) signal(-child.pid, 'SIGKILL');
  }

  /**
   * @param {{ program: string, args: string[], options: SpawnOptions } & Ending} spec
   * @returns {{ child: ChildProcess, ended: Promise<number> }}
   */
  #spawn({ program, args, options, stopSignal = 'SIGTERM', graceMs = 8_000, endsLast = false }) {
    if (this.#isStopping) throw new Stopped();
    const child = spawn(program, args, { ...options, detached: true });
    /** @type {Promise<number>} */
    const running = new Promise((resolve) => {
      child.once('error', () => resolve(127));
      // 'exit', not 'close': a grandchild may hold the pipes open.
      child.once('exit', (code) => resolve(code ?? 1));
    });
    const ended = running.finally(() => {
      this.#running.delete(child);
      this.#notify();
    });
    this.#running.set(child, { ended, stopSignal, graceMs, endsLast });
    this.#notify();
    return { child, ended };
  }

  #notify() {
    this.onChange([...this.#running.keys()].map(({ pid }) => pid).filter((pid) => pid !== undefined));
  }
}
