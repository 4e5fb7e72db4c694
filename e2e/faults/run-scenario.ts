import { setTimeout as delay } from 'node:timers/promises';
import { shutdownSeconds, type Bed } from './bed.js';
import { Caller, type CalledJob } from './caller.js';
import { searchSecrets } from './canary.js';
import { seeded } from './random.js';
import type { RunningProgram } from './program.js';
import type { Scenario, Stage } from './scenario.js';
import { judge, type Verdict } from './verdict.js';

/** What came of one scenario. */
export interface Outcome extends Verdict {
  readonly name: string;
  readonly canaryHits: number;
  readonly seconds: number;
  readonly notes: readonly string[];
}

/** How a scenario is run. */
export interface RunOptions {
  readonly bed: Bed;
  readonly seed: number;
  readonly rounds: number;
  readonly isBrief: boolean;
  readonly tell: (text: string) => void;
}

/** How long a stop may take beside SHUTDOWN_TIMEOUT, in milliseconds. */
const stopMs = 5000;

/** Asks a worker to stop; what is wrong with how it did. */
export async function stopWorker(worker: RunningProgram): Promise<readonly string[]> {
  const began = performance.now();
  const tooLate = new AbortController();
  worker.signal('SIGTERM');
  const end = await Promise.race([worker.ended, delay(shutdownSeconds * 1000 + stopMs, null, { signal: tooLate.signal })]);
  tooLate.abort();
  const took = `${Math.round(performance.now() - began)} ms after SIGTERM`;
  if (end === null) worker.signal('SIGKILL');
  if (end === null) return [`worker ${worker.pid} had not ended ${took}`];
  return end.code === 0 ? [] : [`worker ${worker.pid} ended with ${end.code ?? end.signal} ${took}`];
}

/** A configuration job given up as lost takes its true end from a worker that was alive after all: read again at the very end. */
async function readAgain(bed: Bed, jobs: readonly CalledJob[]): Promise<readonly CalledJob[]> {
  const caller = new Caller(bed);
  const isOpen = ({ result }: CalledJob): boolean => result?.error_code === 'WORKER_LOST';
  return Promise.all(jobs.map(async (job) => (job.id !== null && isOpen(job) ? { ...job, result: await caller.ended(job.id, () => true) } : job)));
}

/** Runs a scenario on a bed, and judges it. */
export async function runScenario({ name, mayFail, run }: Scenario, options: RunOptions): Promise<Outcome> {
  const { bed, seed } = options;
  const began = performance.now();
  const misses: string[] = [];
  const notes: string[] = [];
  const stage: Stage = { ...options, name, random: seeded(seed, name), miss: (text) => void misses.push(text), note: (text) => void notes.push(text) };
  await Promise.all([bed.startWorker(), bed.startWorker()]);
  const jobs = await run(stage);
  options.tell('stopping the workers');
  misses.push(...(await Promise.all(bed.workers.map(stopWorker))).flat());
  const received = await bed.lab.ask('received', { text: ` ${name}-` });
  const verdict = judge(await readAgain(bed, jobs), received, mayFail);
  options.tell('looking for secrets');
  const { hits, blind } = await searchSecrets(bed);
  misses.push(...verdict.misses, ...hits.map((hit) => `secret found: ${hit}`), ...blind.map((place) => `the search for secrets is blind in ${place}`));
  return { ...verdict, name, misses, notes, canaryHits: hits.length, seconds: (performance.now() - began) / 1000 };
}
