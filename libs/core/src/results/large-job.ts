import { hasEnded, type JobOutput, type JobStatus } from '@naas/contract';
import { keys } from '../keys.js';
import { UnsealError } from '../secrecy/key-ring.js';
import type { ReadTools } from '../jobs/find-job.js';
import { identityOfRecord } from '../secrecy/job-identity.js';
import { memberSpans, withValue } from './json-spans.js';
import { LargeResult, type OutputPlace } from './large-result.js';
import type { RawRecord } from '../jobs/raw-record.js';
import { readJob, type StoredJob } from '../jobs/record.js';
import { JobSeals } from '../jobs/sealed.js';

/** What a LargeJob is made of. */
export interface LargeJobParts {
  readonly jobId: string;
  readonly record: RawRecord;
  /** The job without its outputs. */
  readonly shown: StoredJob;
  /** Number of outputs in Redis. */
  readonly count: number;
}

/** A sealed output that was lost. */
const lostOutput = Buffer.alloc(0);

/** A job whose outputs are too large to be in memory together. */
export class LargeJob {
  readonly owner: string;
  readonly status: JobStatus;
  readonly #tools: ReadTools;
  readonly #parts: LargeJobParts;

  constructor(tools: ReadTools, parts: LargeJobParts) {
    this.owner = parts.shown.owner;
    this.status = parts.shown.result.status;
    this.#tools = tools;
    this.#parts = parts;
  }

  /**
   * Looks at all outputs, one after the other, and checks their seals, so that a result that was begun is not
   * found to be damaged in the middle. The job itself when an output cannot be opened: then it shows none. Null
   * when the job has expired, or nobody waits for it any more.
   */
  async open(gone?: AbortSignal): Promise<StoredJob | LargeResult | null> {
    const { count, jobId, record } = this.#parts;
    const { keyRing } = this.#tools;
    const places: OutputPlace[] = [];
    const lost: Buffer[] = [];
    for (let index = 0; index < count; index += 1) {
      const sealed = await this.#sealed(index);
      if (gone?.aborted || (sealed === null && hasEnded(this.status))) return null;
      if (sealed === null) break; // the job was given to another worker, which begins again
      if (sealed.length === 0) {
        lost.push(lostOutput);
        continue;
      }
      const place = this.#placeOf(index, sealed);
      if (!place) {
        const sealedOutputs = [...Array<Buffer>(index).fill(lostOutput), sealed];
        return readJob(keyRing, { jobId, record, sealedOutputs });
      }
      places.push(place);
    }
    const shown = readJob(keyRing, { jobId, record, sealedOutputs: lost });
    return shown && new LargeResult({ result: shown.result, places, read: (index) => this.#json(index) });
  }

  #sealed(index: number): Promise<Buffer | null> {
    return this.#tools.redis.lindexBuffer(keys.outputs(this.#parts.jobId), index);
  }

  #open(index: number, sealed: Buffer): Buffer {
    const { jobId, record } = this.#parts;
    return new JobSeals(this.#tools.keyRing, identityOfRecord(jobId, record)).openOutputJson(index, sealed);
  }

  /** An output without its text; null when it cannot be opened. */
  #placeOf(index: number, sealed: Buffer): OutputPlace | null {
    try {
      const json = this.#open(index, sealed);
      const text = memberSpans(json).get('output');
      if (!text) return null;
      const head = JSON.parse(withValue(json, text, '""')) as JobOutput; // sealed by sealOutput
      return { index, head, text };
    } catch (error) {
      if (error instanceof UnsealError) return null;
      throw error;
    }
  }

  async #json(index: number): Promise<Buffer> {
    const sealed = await this.#sealed(index);
    if (!sealed) throw new Error('a job expired while its outputs were read');
    return this.#open(index, sealed);
  }
}
