import { startBed, type Bed } from './bed/bed.js';
import { readOptions, type Options } from './options.js';
import { Progress } from './progress.js';
import { runLane, type Outcome } from './run-lane.js';
import type { Scenario } from './scenario.js';
import { scenarios } from './scenarios.js';
import { resultTable } from './table.js';

// `node main.js [SCENARIO...] [--seed N] [--rounds N] [--brief] [--keep-logs]`: does to the service what must
// not cost a job, and counts at the devices.

/** Missed bars shown of a scenario. */
const mostShown = 30;

/** Beds to be closed when this process is asked to end. */
const open = new Set<Bed>();

/**
 * Which scenarios run one after another on one bed. In a long run each has its own, and nothing else beside
 * it.
 */
function lanesOf({ wanted, isBrief }: Options): readonly (readonly Scenario[])[] {
  if (!isBrief) return wanted.map((scenario) => [scenario]);
  return [...new Set(wanted.map(({ lane }) => lane))].map((lane) =>
    wanted.filter((scenario) => scenario.lane === lane),
  );
}

/** Runs a lane on a bed of its own; the logs of one that missed a bar are kept. */
async function runOnBed(
  lane: readonly Scenario[],
  { seed, rounds, isBrief, keepsLogs }: Options,
  progress: Progress,
): Promise<readonly Outcome[]> {
  const bed = await startBed(lane[0]?.store ?? 'alone');
  open.add(bed);
  let isGood = false;
  try {
    const roundsOf = (scenario: Scenario): number => rounds ?? scenario.rounds[isBrief ? 'brief' : 'full'];
    const outcomes = await runLane(lane, {
      bed,
      seed,
      isBrief,
      roundsOf,
      tell: (name, text) => progress.tell(name, text),
    });
    isGood = outcomes.every(({ misses }) => misses.length === 0);
    return outcomes;
  } finally {
    const isKept = keepsLogs || !isGood;
    if (isKept) progress.say(`The logs of ${lane.map(({ name }) => name).join(', ')} are in ${bed.logs}.`);
    open.delete(bed);
    await bed.close(isKept);
  }
}

async function runAll(options: Options, progress: Progress): Promise<readonly Outcome[]> {
  const lanes = lanesOf(options);
  if (options.isBrief)
    return (await Promise.all(lanes.map((lane) => runOnBed(lane, options, progress)))).flat();
  const outcomes: Outcome[] = [];
  for (const lane of lanes) outcomes.push(...(await runOnBed(lane, options, progress)));
  return outcomes;
}

/** What the command line asks for; ends the process with a sentence where it cannot be read. */
function demandOptions(): Options {
  try {
    return readOptions(process.argv.slice(2), scenarios);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

async function main(): Promise<void> {
  const options = demandOptions();
  const progress = new Progress(process.stdout);
  progress.say(`seed ${options.seed}`);
  const outcomes = await runAll(options, progress).finally(() => progress.end());
  progress.say(`\n${resultTable(outcomes)}`);
  for (const { name, notes } of outcomes) for (const note of notes) progress.say(`${name}: ${note}`);
  for (const { name, misses } of outcomes) {
    for (const miss of misses.slice(0, mostShown))
      progress.say(`MISSED, ${name}, seed ${options.seed}: ${miss}`);
    if (misses.length > mostShown)
      progress.say(`MISSED, ${name}, seed ${options.seed}: ${misses.length - mostShown} more of the kind`);
  }
  // What a scenario that broke off has left does not keep this process.
  process.exit(outcomes.some(({ misses }) => misses.length > 0) ? 1 : 0);
}

/** Ends what this process has started, and the process. */
function breakOff(keepsLogs: boolean): void {
  const exit = (): never => process.exit(1);
  void Promise.all([...open].map((bed) => bed.close(keepsLogs))).then(exit, exit);
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  breakOff(true);
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => breakOff(false));
process.once('uncaughtException', fail);
process.setMaxListeners(0); // each program that runs has one
main().catch(fail);
