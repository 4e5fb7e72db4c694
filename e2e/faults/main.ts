import { startBed, type Bed } from './bed/bed.js';
import { readOptions, type Options } from './options.js';
import { Progress } from './progress.js';
import { runLane, type Outcome } from './run-lane.js';
import type { Scenario } from './scenario.js';
import { scenarios } from './scenarios.js';
import { resultTable } from './table.js';

// `node main.js [SCENARIO...] [--seed N] [--rounds N] [--brief] [--keep-logs]`: causes faults that must not
// cost a job, and counts the results on the devices.

/** Maximum number of missed bars shown for a scenario. */
const maxShown = 30;

/** Beds to close when this process is interrupted. */
const openBeds = new Set<Bed>();

/**
 * The lanes of a run: scenarios that run one after another on one bed. In a full run each scenario has a lane
 * of its own, and the lanes do not run at the same time.
 */
function lanesOf({ selected, isBrief }: Options): readonly (readonly Scenario[])[] {
  if (!isBrief) return selected.map((scenario) => [scenario]);
  return [...new Set(selected.map(({ lane }) => lane))].map((lane) =>
    selected.filter((scenario) => scenario.lane === lane),
  );
}

/** Runs a lane on a bed of its own. Keeps the logs when a bar was missed. */
async function runOnBed(
  lane: readonly Scenario[],
  { seed, rounds, isBrief, keepsLogs }: Options,
  progress: Progress,
): Promise<readonly Outcome[]> {
  const bed = await startBed(lane[0]?.store ?? 'standalone');
  openBeds.add(bed);
  let isGood = false;
  try {
    const roundsOf = (scenario: Scenario): number => rounds ?? scenario.rounds[isBrief ? 'brief' : 'full'];
    const outcomes = await runLane(lane, {
      bed,
      seed,
      isBrief,
      roundsOf,
      showProgress: (name, text) => progress.setState(name, text),
    });
    isGood = outcomes.every(({ misses }) => misses.length === 0);
    return outcomes;
  } finally {
    const isKept = keepsLogs || !isGood;
    if (isKept) progress.print(`The logs of ${lane.map(({ name }) => name).join(', ')} are in ${bed.logs}.`);
    openBeds.delete(bed);
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

/** Reads the command line. Exits the process with a sentence when it is invalid. */
function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2), scenarios);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

async function main(): Promise<void> {
  const options = optionsOrExit();
  const progress = new Progress(process.stdout);
  progress.print(`seed ${options.seed}`);
  const outcomes = await runAll(options, progress).finally(() => progress.end());
  progress.print(`\n${resultTable(outcomes)}`);
  for (const { name, notes } of outcomes) for (const note of notes) progress.print(`${name}: ${note}`);
  for (const { name, misses } of outcomes) {
    for (const miss of misses.slice(0, maxShown))
      progress.print(`MISSED, ${name}, seed ${options.seed}: ${miss}`);
    if (misses.length > maxShown)
      progress.print(`MISSED, ${name}, seed ${options.seed}: ${misses.length - maxShown} more`);
  }
  // An aborted scenario may leave open handles, which must not keep the process alive.
  process.exit(outcomes.some(({ misses }) => misses.length > 0) ? 1 : 0);
}

/** Ends the child processes, then this process. */
function shutDown(keepsLogs: boolean): void {
  const exit = (): never => process.exit(1);
  void Promise.all([...openBeds].map((bed) => bed.close(keepsLogs))).then(exit, exit);
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  shutDown(true);
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => shutDown(false));
process.once('uncaughtException', fail);
// Each running program has an exit listener.
process.setMaxListeners(0);
main().catch(fail);
