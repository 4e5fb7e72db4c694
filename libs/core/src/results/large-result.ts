import { setImmediate } from 'node:timers/promises';
import type { JobOutput, JobResult } from '@naas/contract';
import { beginningOf, type Span } from './json-spans.js';

/** An output in Redis, without its text. */
export interface OutputPlace {
  /** Its number in Redis, from 0. */
  readonly index: number;
  /** The output, with '' as its text. */
  readonly head: JobOutput;
  /** Where in its JSON the text is. */
  readonly text: Span;
}

/** What a LargeResult is made of. */
export interface LargeResultParts {
  /** The result without its outputs; null where they are not shown. */
  readonly result: JobResult;
  readonly places: readonly OutputPlace[];
  /** Reads the JSON of an output. Rejects when it cannot be read any more. */
  readonly read: (index: number) => Promise<Buffer>;
}

/** Size of a piece, in bytes. */
const pieceBytes = 65_536;
/** After so many pieces, others get their turn in the event loop. */
const piecesInTurn = 16;

type Pieces = AsyncGenerator<string | Buffer, void, undefined>;

/** The parts of a JSON text in UTF-8. */
async function* piecesOf(json: Buffer, { start, end }: Span): Pieces {
  for (let at = start, count = 1; at < end; at += pieceBytes, count += 1) {
    yield json.subarray(at, Math.min(at + pieceBytes, end));
    if (count % piecesInTurn === 0) await setImmediate();
  }
}

/** A JobResult that is not in memory: its outputs are read one by one, as they are needed. */
export class LargeResult {
  readonly #parts: LargeResultParts;

  constructor(parts: LargeResultParts) {
    this.#parts = parts;
  }

  /** The result as JSON, the same as of one in memory. Holds one output at a time. */
  async *pieces(): Pieces {
    const { result } = this.#parts;
    let before = '{';
    for (const [name, value] of Object.entries(result)) {
      yield `${before}${JSON.stringify(name)}:`;
      if (name === 'results' && value !== null) yield* this.#results();
      else if (name === 'outputs' && value !== null) yield* this.#outputs();
      else yield JSON.stringify(value);
      before = ',';
    }
    yield '}';
  }

  /** The result, with the beginning of its texts: about `maxBytes` in `outputs`, and as much in `results`. */
  async beginning(maxBytes: number): Promise<JobResult> {
    const { result, places } = this.#parts;
    return {
      ...result,
      outputs: result.outputs && (await this.#beginnings(places, maxBytes)),
      results:
        result.results &&
        Object.fromEntries(
          (await this.#beginnings(this.#named, maxBytes)).map(({ command, output }) => [command, output]),
        ),
    };
  }

  /** The outputs in `results`: of equal commands the last, in the order of an object's names. */
  get #named(): readonly OutputPlace[] {
    return Object.values(Object.fromEntries(this.#parts.places.map((place) => [place.head.command, place])));
  }

  async *#results(): Pieces {
    let before = '{';
    for (const { index, head, text } of this.#named) {
      yield `${before}${JSON.stringify(head.command)}:`;
      yield* piecesOf(await this.#parts.read(index), text);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  }

  /** An output goes out as it was sealed: its JSON is that of the answer. */
  async *#outputs(): Pieces {
    let before = '[';
    for (const { index } of this.#parts.places) {
      yield before;
      const json = await this.#parts.read(index);
      yield* piecesOf(json, { start: 0, end: json.length });
      before = ',';
    }
    yield before === '[' ? '[]' : ']';
  }

  /** Outputs with their texts, until these have `maxBytes`; the text after that is left out. */
  async #beginnings(places: readonly OutputPlace[], maxBytes: number): Promise<readonly JobOutput[]> {
    const outputs: JobOutput[] = [];
    let left = maxBytes;
    for (const { index, head, text } of places) {
      const output = left > 0 ? beginningOf(await this.#parts.read(index), text, left) : '';
      left -= Buffer.byteLength(output);
      outputs.push({ ...head, output });
    }
    return outputs;
  }
}
