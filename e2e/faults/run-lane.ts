import type { Bed } from './bed/bed.js';
import { Caller, type CalledJob } from './caller.js';
import { searchSecrets } from './canary.js';
import { seeded } from './random.js';
import type { Scenario, Stage } from './scenario.js';
import { stopWorker } from './stop-worker.js';
import { judge, type Verdict } from './verdict.js';

/** The outcome of one scenario. */
export interface Outcome extends Verdict {
  readonly name: string;
  readonly canaryHits: number;
  readonly seconds: number;
  readonly notes: readonly string[];
}

/** Options of runLane(). */
export interface RunOptions {
  readonly bed: Bed;
  readonly seed: number;
  readonly isBrief: boolean;
  readonly roundsOf: (scenario: Scenario) => number;
  /** Shows the state of a scenario. Null: it is over. */
  readonly showProgress: (name: string, text: string | null) => void;
}

/** A scenario that has run and is not judged yet. */
interface FinishedScenario {
  readonly scenario: Scenario;
  readonly jobs: readonly CalledJob[];
  readonly misses: readonly string[];
  readonly notes: readonly string[];
  readonly seconds: number;
}

const workerCount = 2;

async function runScenario(
  scenario: Scenario,
  { bed, seed, isBrief, roundsOf, showProgress }: RunOptions,
): Promise<FinishedScenario> {
  const { name } = scenario;
  const began = performance.now();
  const misses: string[] = [];
  const notes: string[] = [];
  showProgress(name, 'starting');
  await Promise.all(Array.from({ length: workerCount - bed.workers.length }, () => bed.startWorker()));
  const stage: Stage = {
    bed,
    name,
    seed,
    isBrief,
    random: seeded(seed, name),
    rounds: roundsOf(scenario),
    showProgress: (text) => showProgress(name, text),
    recordMiss: (text) => void misses.push(text),
    recordNote: (text) => void notes.push(text),
  };
  const jobs = await scenario.run(stage).catch((error: unknown) => {
    misses.push(`aborted: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  });
  showProgress(name, null);
  return { scenario, jobs, misses, notes, seconds: (performance.now() - began) / 1000 };
}

/**
 * Reads jobs that failed with WORKER_LOST again at the very end: if their worker was alive after all, its
 * true result has replaced that end.
 */
async function readLostAgain(bed: Bed, jobs: readonly CalledJob[]): Promise<readonly CalledJob[]> {
  const caller = new Caller(bed);
  const isLost = ({ result }: CalledJob): boolean => result?.error_code === 'WORKER_LOST';
  return Promise.all(
    jobs.map(async (job) =>
      job.id !== null && isLost(job) ? { ...job, result: await caller.ended(job.id, () => true) } : job,
    ),
  );
}

/**
 * Runs scenarios one after another on one bed, stops the workers, and then judges all scenarios, when no job
 * can change any more.
 */
export async function runLane(lane: readonly Scenario[], options: RunOptions): Promise<readonly Outcome[]> {
  const { bed, showProgress } = options;
  const finished: FinishedScenario[] = [];
  for (const scenario of lane) finished.push(await runScenario(scenario, options));
  const last = lane.at(-1)?.name ?? '';
  showProgress(last, 'stopping the workers');
  const stopFaults = (await Promise.all(bed.workers.map(stopWorker))).flat();
  showProgress(last, 'searching for secrets');
  const { hits, blind } = await searchSecrets(bed);
  const common = [
    ...stopFaults,
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
  } of finished) {
    const received = await bed.lab.call('received', { text: ` ${name}-` });
    const verdict = judge(await readLostAgain(bed, jobs), received, mayFail);
    outcomes.push({
      ...verdict,
      name,
      misses: [...misses, ...verdict.misses, ...common],
      notes,
      canaryHits: hits.length,
      seconds,
    });
  }
  showProgress(last, null);
  return outcomes;
}
