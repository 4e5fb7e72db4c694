import type { JobErrorCode } from '@naas/contract';
import { hasEnded } from '@naas/contract';
import type { CalledJob } from './caller.js';
import type { Received } from './bed/lab-messages.js';

/** Outcome of a scenario's jobs, counted from the lines that the devices received. */
export interface Verdict {
  readonly jobs: number;
  /** Jobs of which a device received a line. */
  readonly executed: number;
  readonly finished: number;
  readonly failed: Readonly<Record<string, number>>;
  /** Accepted jobs that did not end, or that finished without one of their lines. */
  readonly lost: number;
  /** Configuration lines that a device received more than once. */
  readonly twice: number;
  /** The faults found, each with its job. */
  readonly misses: readonly string[];
}

interface JudgedJob {
  readonly job: CalledJob;
  /** The connections on which each line of the job was received. */
  readonly seen: ReadonlyMap<string, readonly number[]>;
}

/** Returns the faults of a job. */
type Rule = (judged: JudgedJob, mayFail: readonly JobErrorCode[]) => readonly string[];

const unendedJob: Rule = ({ job: { result } }) =>
  result && hasEnded(result.status) ? [] : [`has not ended: ${result?.status ?? 'gone'}`];

const missingLines: Rule = ({ job: { plan, result }, seen }) =>
  result?.status === 'finished'
    ? plan.lines
        .filter((line) => !seen.has(line))
        .map((line) => `finished, but its device never received "${line.slice(0, 40)}"`)
    : [];

const repeatedLines: Rule = ({ job: { plan }, seen }) =>
  plan.kind === 'send-config'
    ? [...seen]
        .filter(([, on]) => on.length > 1)
        .map(
          ([line, on]) =>
            `its device received "${line.slice(0, 40)}" ${on.length} times, on connections ${on.join(', ')}`,
        )
    : [];

const wrongEnd: Rule = ({ job: { plan, result } }, mayFail) => {
  if (result?.status === 'cancelled') return ['was cancelled'];
  if (result?.status === 'failed' && !(result.error_code && mayFail.includes(result.error_code)))
    return [`failed with ${result.error_code}: ${result.error}`];
  const output = result?.outputs?.[0]?.output ?? '';
  return result?.status === 'finished' && !output.split(/\s/).includes(plan.mark)
    ? [`finished with the output of another command: ${JSON.stringify(output.slice(0, 80))}`]
    : [];
};

/** Configurations of a device that overlapped: each must end before the next one begins. */
function overlaps(
  received: readonly Received[],
  markOf: (line: string) => string | undefined,
): readonly string[] {
  const misses: string[] = [];
  const last = new Map<number, string>();
  const started = new Set<string>();
  for (const { device, connection, line } of received) {
    const mark = line.startsWith('show') ? undefined : markOf(line);
    if (mark === undefined || last.get(device) === mark) continue;
    if (started.has(mark)) {
      misses.push(
        `${mark}: device ${device} received "${line.slice(0, 40)}" on connection ${connection} after lines of ` +
          `${last.get(device)}`,
      );
    }
    started.add(mark);
    last.set(device, mark);
  }
  return misses;
}

/** Judges jobs by the lines that their devices received. */
export function judge(
  jobs: readonly CalledJob[],
  received: readonly Received[],
  mayFail: readonly JobErrorCode[],
): Verdict {
  const marks = new Map(jobs.flatMap(({ plan }) => plan.lines.map((line) => [line, plan.mark] as const)));
  const seen = new Map<string, Map<string, readonly number[]>>();
  for (const { connection, line } of received) {
    const mark = marks.get(line);
    if (mark === undefined) continue;
    const lines = seen.get(mark) ?? new Map<string, readonly number[]>();
    seen.set(mark, lines.set(line, [...(lines.get(line) ?? []), connection]));
  }
  const judged = jobs
    .filter(({ id }) => id !== null)
    .map((job) => ({ job, seen: seen.get(job.plan.mark) ?? new Map<string, readonly number[]>() }));
  const found = (rule: Rule): readonly string[] =>
    judged.flatMap((one) =>
      rule(one, mayFail).map((text) => `${one.job.plan.mark} (job ${one.job.id}) ${text}`),
    );
  const [unended, unseen, repeated] = [found(unendedJob), found(missingLines), found(repeatedLines)];
  const failed: Record<string, number> = {};
  for (const { job } of judged) {
    if (job.result?.status !== 'failed') continue;
    const code = job.result.error_code ?? 'none';
    failed[code] = (failed[code] ?? 0) + 1;
  }
  return {
    jobs: judged.length,
    executed: seen.size,
    finished: judged.filter(({ job: { result } }) => result?.status === 'finished').length,
    failed,
    lost: unended.length + new Set(unseen.map((text) => text.split(' ')[0])).size,
    twice: repeated.length,
    misses: [
      ...unended,
      ...unseen,
      ...repeated,
      ...found(wrongEnd),
      ...overlaps(received, (line) => marks.get(line)),
    ],
  };
}
