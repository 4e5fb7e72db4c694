import { Stopped } from './failure.mjs';

/**
 * Reports the current step in a few words.
 *
 * @typedef {(text: string) => void} Report
 */

/**
 * An output stream, possibly a terminal.
 *
 * @typedef {import('node:stream').Writable & { isTTY?: boolean, columns?: number }} Output
 */

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 80;
/** Without a terminal, a step that takes longer than this prints a line before its end. */
const announceMs = 1000;

/**
 * Whether a stream is a terminal that can redraw lines.
 *
 * @param {Output} stream
 */
export function isTerminal(stream) {
  return stream.isTTY === true && process.env.TERM !== 'dumb' && !process.env.CI;
}

/**
 * Colours of a stream; each returns its text unchanged when the stream has no colours.
 *
 * @param {Output} stream
 */
export function paint(stream) {
  const isColourful = isTerminal(stream) && !process.env.NO_COLOR;
  const style = (/** @type {number} */ code) => (/** @type {string} */ text) =>
    isColourful ? `\u001b[${code}m${text}\u001b[0m` : text;
  return {
    strong: style(1),
    faint: style(2),
    red: style(31),
    green: style(32),
    yellow: style(33),
    blue: style(36),
  };
}

/**
 * A duration for people: `0.4 s`, `2 min 05 s`.
 *
 * @param {number} milliseconds
 */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
}

/**
 * Shows numbered steps, one line each, with its time. On a terminal the line of the current step is animated.
 */
export class Steps {
  #number = 0;

  /** @param {{ out: Output, total: number, width: number }} options `width`: length of the longest title */
  constructor({ out, total, width }) {
    this.out = out;
    this.total = total;
    this.width = width;
    this.colours = paint(out);
    this.isAnimated = isTerminal(out);
  }

  /**
   * Runs a step. `work` gets a function that reports progress, and resolves to the outcome in a few words, or
   * to an object that has them as `outcome`.
   *
   * @template {string | { outcome: string }} Result
   * @param {string} title
   * @param {(report: Report) => Promise<Result>} work
   */
  async run(title, work) {
    const label = `${this.colours.faint(`[${++this.#number}/${this.total}]`)} `;
    const started = performance.now();
    const elapsed = () => this.colours.faint(duration(performance.now() - started));
    const name = this.colours.strong(title.padEnd(this.width));
    let detail = '';
    const stop = this.isAnimated
      ? this.#animate(() => `${label}%${name}  ${detail}  ${elapsed()}`)
      : this.#announce(() => `${label}${title} ... ${detail}`);
    const mark = (/** @type {string} */ sign) => (this.isAnimated ? `${sign} ` : '');
    try {
      const result = await work((text) => {
        detail = text;
      });
      stop();
      const outcome = typeof result === 'string' ? result : result.outcome;
      this.out.write(`${label}${mark(this.colours.green('✓'))}${name}  ${outcome}  ${elapsed()}\n`);
      return result;
    } catch (error) {
      stop();
      this.out.write(
        `${label}${mark(this.colours.red('✗'))}${name}  ` +
          `${this.colours.red(error instanceof Stopped ? 'stopped' : 'failed')}  ${elapsed()}\n`,
      );
      throw error;
    }
  }

  /** @param {() => string} line */
  #announce(line) {
    const timer = setTimeout(() => this.out.write(`${line().trimEnd()}\n`), announceMs);
    return () => clearTimeout(timer);
  }

  /** @param {() => string} line */
  #animate(line) {
    let frame = 0;
    const draw = () => {
      const spinner = this.colours.blue(frames[frame++ % frames.length]);
      this.out.write(`\r\u001b[2K${cut(line().replace('%', `${spinner} `), this.out.columns)}`);
    };
    draw();
    const timer = setInterval(draw, frameMs);
    return () => {
      clearInterval(timer);
      this.out.write('\r\u001b[2K');
    };
  }
}

/**
 * Cuts a line to the width of the terminal, because a wrapped line cannot be redrawn. Colour codes have no
 * width.
 *
 * @param {string} line
 * @param {number | undefined} columns
 */
function cut(line, columns) {
  // A terminal of unknown width reports 0 or nothing.
  let room = (columns || 80) - 1;
  const pieces = line.split(/(\u001b\[\d+m)/);
  return pieces
    .map((piece) => {
      if (piece.startsWith('\u001b')) return piece;
      const kept = [...piece].slice(0, Math.max(room, 0)).join('');
      room -= [...piece].length;
      return kept;
    })
    .join('');
}
