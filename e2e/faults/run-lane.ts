import type { Bed } from './bed/bed.js';
import { Caller, type CalledJob } from './caller.js';
import { searchSecrets } from './canary.js';
import { seeded } from './random.js';
import type { Scenario, Stage } from './scenario.js';
import { stopWorker } from './stop-worker.js';
import { judge, type Verdict } from './verdict.js';

/** What came of one scenario. */
export interface Outcome extends Verdict {
  readonly name: string;
  readonly canaryHits: number;
  readonly seconds: number;
  readonly notes: readonly string[];
}

/** How scenarios are run. */
export interface RunOptions {
  readonly bed: Bed;
  readonly seed: number;
  readonly isBrief: boolean;
  readonly roundsOf: (scenario: Scenario) => number;
  /** Shows how far a scenario is; null: it is over. */
  readonly tell: (name: string, text: string | null) => void;
}

/** A scenario that is over and not judged yet. */
interface Played {
  readonly scenario: Scenario;
  readonly jobs: readonly CalledJob[];
  readonly misses: readonly string[];
  readonly notes: readonly string[];
  readonly seconds: number;
}

const workers = 2;

async function play(scenario: Scenario, { bed, seed, isBrief, roundsOf, tell }: RunOptions): Promise<Played> {
  const { name } = scenario;
  const began = performance.now();
  const misses: string[] = [];
  const notes: string[] = [];
  tell(name, 'starting');
  await Promise.all(Array.from({ length: workers - bed.workers.length }, () => bed.startWorker()));
  const stage: Stage = {
    bed,
    name,
    seed,
    isBrief,
    random: seeded(seed, name),
    rounds: roundsOf(scenario),
    tell: (text) => tell(name, text),
    miss: (text) => void misses.push(text),
    note: (text) => void notes.push(text),
  };
  const jobs = await scenario.run(stage).catch((error: unknown) => {
    misses.push(`broken off: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  });
  tell(name, null);
  return { scenario, jobs, misses, notes, seconds: (performance.now() - began) / 1000 };
}

/**
 * A configuration job given up as lost takes its true end from a worker that was alive after all: read again
 * at the very end.
 */
async function readAgain(bed: Bed, jobs: readonly CalledJob[]): Promise<readonly CalledJob[]> {
  const caller = new Caller(bed);
  const isOpen = ({ result }: CalledJob): boolean => result?.error_code === 'WORKER_LOST';
  return Promise.all(
    jobs.map(async (job) =>
      job.id !== null && isOpen(job) ? { ...job, result: await caller.ended(job.id, () => true) } : job,
    ),
  );
}

/**
 * Runs scenarios one after another on one bed, stops the workers, and judges all when nothing can happen any
 * more.
 */
export async function runLane(lane: readonly Scenario[], options: RunOptions): Promise<readonly Outcome[]> {
  const { bed, tell } = options;
  const played: Played[] = [];
  for (const scenario of lane) played.push(await play(scenario, options));
  const last = lane.at(-1)?.name ?? '';
  tell(last, 'stopping the workers');
  const stops = (await Promise.all(bed.workers.map(stopWorker))).flat();
  tell(last, 'looking for secrets');
  const { hits, blind } = await searchSecrets(bed);
  const common = [
    ...stops,
    ...hits.map((hit) => `secret found: ${hit}`),
    ...blind.map((place) => `the search for secrets is blind in ${place}`),
  ];
  const outcomes: Outcome[] = [];
  for (const {
    scenario: { name, mayFail },
    jobs,
    misses,
    notes,
    seconds,
  } of played) {
    const received = await bed.lab.ask('received', { text: ` ${name}-` });
    const verdict = judge(await readAgain(bed, jobs), received, mayFail);
    outcomes.push({
      ...verdict,
      name,
      misses: [...misses, ...verdict.misses, ...common],
      notes,
      canaryHits: hits.length,
      seconds,
    });
  }
  tell(last, null);
  return outcomes;
}
