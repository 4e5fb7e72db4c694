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
 * How one is ended: asked with the signal `ask`, after `graceMs` (8,000) made to; `endsLast`: after the
 * others.
 *
 * @typedef {object} Ending
 * @property {NodeJS.Signals} [ask]
 * @property {number | undefined} [graceMs]
 * @property {boolean} [endsLast]
 */

/**
 * @typedef {object} RunOptions
 * @property {string} log
 * @property {number} timeoutMs
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {NodeJS.Signals} [ask]
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
 * One that stays. `ready` is what its line said, `ended` its exit code.
 *
 * @template Facts
 * @typedef {object} Started
 * @property {ChildProcess} child
 * @property {Facts} ready
 * @property {Promise<number>} ended
 */

/**
 * The processes a script starts. Each is the head of a process group of its own, so that it can be ended with
 * all it started, and so that a Ctrl-C reaches the script alone, which then ends them in order.
 */
export class Children {
  /** @type {Map<ChildProcess, Required<Ending> & { ended: Promise<number>, graceMs: number }>} */
  #running = new Map();
  #isStopping = false;

  /**
   * @param {{ onChange?: (pids: number[]) => void }} [options] `onChange` is told the ids each time one
   * starts or ends.
   */
  constructor({ onChange = () => {} } = {}) {
    this.onChange = onChange;
  }

  get isStopping() {
    return this.#isStopping;
  }

  /**
   * Runs a program to its end, its output in the file `log`. Resolves to `{ code, isOverTime }`; one that
   * takes longer than `timeoutMs` is ended: asked with the signal `ask`, after `graceMs` (8,000) made to.
   * Throws Failure when it cannot be started, Stopped after endAll().
   *
   * @param {string} program
   * @param {string[]} args
   * @param {RunOptions} options
   */
  async run(program, args, { log, timeoutMs, cwd = root, env = process.env, ask = 'SIGTERM', graceMs }) {
    const file = openSync(log, 'w', 0o600);
    const { child, ended } = this.#spawn({
      program,
      args,
      ask,
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
    // What it left behind in its group ends with it.
    signal(-child.pid, 'SIGKILL');
    if (this.#isStopping) throw new Stopped();
    return { code, isOverTime };
  }

  /**
   * Starts a program that stays and resolves to `{ child, ready, ended }` when `isReady` has given something
   * other than null for a line of its output. Throws Failure when it ends before that or takes longer than
   * `timeoutMs`.
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
    // as stdio says
    const { stdout, stderr } = /** @type {ChildProcessByStdio<null, Readable, Readable>} */ (child);
    const file = createWriteStream(log, { flags: 'w', mode: 0o600 });
    /** @type {Promise<{ answer: Facts }>} */
    const ready = new Promise((resolve) => {
      createInterface({ input: stdout }).on('line', (line) => {
        file.write(`${line}\n`);
        const answer = isReady(line);
        if (answer !== null) resolve({ answer });
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
    if ('answer' in first) return { child, ready: first.answer, ended };
    if (first.isLate) await this.end(child);
    // Its last words may still be on their way into the file.
    await new Promise((resolve) => file.end(resolve));
    throw new Failure(
      first.isLate ? `${name} was not ready within ${timeoutMs / 1000} s.` : `${name} ended at its start.`,
      { log },
    );
  }

  /**
   * Ends one with all it started.
   *
   * @param {ChildProcess} child
   */
  async end(child) {
    const entry = this.#running.get(child);
    const { pid } = child;
    if (entry === undefined || pid === undefined) return;
    signal(-pid, entry.ask);
    const timer = setTimeout(() => signal(-pid, 'SIGKILL'), entry.graceMs);
    await entry.ended;
    clearTimeout(timer);
    signal(-pid, 'SIGKILL');
  }

  /** Ends all; what was started with `endsLast` after the others. Nothing can be started any more. */
  async endAll() {
    this.#isStopping = true;
    const entries = [...this.#running];
    await Promise.all(entries.filter(([, { endsLast }]) => !endsLast).map(([child]) => this.end(child)));
    await Promise.all(entries.filter(([, { endsLast }]) => endsLast).map(([child]) => this.end(child)));
  }

  /** Ends all at once and without asking: for a second Ctrl-C, and when the script itself fails. */
  killAll() {
    this.#isStopping = true;
    for (const child of this.#running.keys()) if (child.pid !== undefined) signal(-child.pid, 'SIGKILL');
  }

  /**
   * @param {{ program: string, args: string[], options: SpawnOptions } & Ending} wanted
   * @returns {{ child: ChildProcess, ended: Promise<number> }}
   */
  #spawn({ program, args, options, ask = 'SIGTERM', graceMs = 8_000, endsLast = false }) {
    if (this.#isStopping) throw new Stopped();
    const child = spawn(program, args, { ...options, detached: true });
    /** @type {Promise<number>} */
    const running = new Promise((resolve) => {
      child.once('error', () => resolve(127));
      // 'exit', not 'close': a grandchild may hold the pipes open for ever.
      child.once('exit', (code) => resolve(code ?? 1));
    });
    const ended = running.finally(() => {
      this.#running.delete(child);
      this.#changed();
    });
    this.#running.set(child, { ended, ask, graceMs, endsLast });
    this.#changed();
    return { child, ended };
  }

  #changed() {
    this.onChange([...this.#running.keys()].map(({ pid }) => pid).filter((pid) => pid !== undefined));
  }
}
