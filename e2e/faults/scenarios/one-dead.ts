import { deviceName, keys } from '@naas/core';
import { mostDevices, type Bed } from '../bed/bed.js';
import type { CalledJob } from '../caller.js';
import type { Stage } from '../scenario.js';
import { DeviceCallers } from './device-callers.js';

const dead = mostDevices - 1;
const living = Array.from({ length: dead }, (_, number) => number);

/** Callers of the dead device: each waits for the end of its job, as the others do. */
const deadCallers = [dead, dead, dead, dead];

/** What CIRCUIT_BREAKER_THRESHOLD is unless set. */
const threshold = 5;

/** Least share of their throughput that the others keep. */
const leastShare = 0.95;
const windowMs = { full: 5000, brief: 1500 } as const;

/** Jobs for the dead device while its circuit is open, and at once when it is back. */
const refusals = 10;
const probing = 10;

const circuitOf = ({ lab }: Bed): string =>
  keys.circuit(deviceName({ context: 'default', host: lab.host, port: lab.ports[dead] ?? 0 }));

/** Jobs a second of the living devices, in turns without and with callers of the dead one. */
async function compareThroughput(
  { isBrief, rounds, tell, note, miss }: Stage,
  callers: DeviceCallers,
): Promise<void> {
  const rates = { without: [] as number[], beside: [] as number[] };
  for (let round = 1; round <= rounds; round++) {
    tell(`round ${round} of ${rounds}`);
    const ms = isBrief ? windowMs.brief : windowMs.full;
    rates.without.push(await callers.rate(living, [], ms));
    rates.beside.push(await callers.rate(living, deadCallers, ms));
  }
  const sum = (list: readonly number[]): number => list.reduce((total, rate) => total + rate, 0);
  const share = sum(rates.beside) / sum(rates.without);
  note(
    `${living.length} living devices keep ${(share * 100).toFixed(1)} % of ` +
      `${(sum(rates.without) / rounds).toFixed(0)} jobs a second${isBrief ? ', beside other scenarios' : ''}`,
  );
  if (!isBrief && share < leastShare)
    miss(`the living devices kept only ${(share * 100).toFixed(1)} % of their throughput`);
}

/**
 * What the jobs of the dead device ended with; and how fast, with nothing else to do, now that its circuit is
 * open.
 */
async function checkDeadJobs({ note, miss }: Stage, callers: DeviceCallers): Promise<void> {
  for (const { id, plan, result } of callers.jobs)
    if (plan.device !== dead && result?.status === 'failed')
      miss(`job ${id} of a living device failed with ${result.error_code}`);
  const refused: number[] = [];
  for (
    let failures = 0;
    failures < threshold && (await callers.run(dead)).result?.error_code !== 'CIRCUIT_OPEN';
    failures++
  );
  for (let count = 0; count < refusals; count++) {
    const { id, result } = await callers.run(dead);
    if (result?.error_code !== 'CIRCUIT_OPEN')
      miss(
        `job ${id} for the dead device ended ${result?.status} with ${result?.error_code}, not CIRCUIT_OPEN`,
      );
    refused.push(result?.duration_ms ?? Infinity);
  }
  refused.sort((one, other) => one - other);
  note(
    `an open circuit ends a job ${refused[refusals / 2]} ms after its claim (median of ${refusals}), at ` +
      `most ${refused.at(-1)} ms`,
  );
}

/** The device is back: one job alone tries it, and closes the circuit for all. */
async function comeBack({ bed, tell, miss }: Stage, callers: DeviceCallers): Promise<void> {
  tell('the dead device comes back');
  callers.connTimeoutsS.delete(dead);
  const before = (await bed.lab.ask('counts', null))[dead]?.connections ?? 0;
  await bed.lab.ask('faults', { device: dead, faults: { hangAtShell: true } });
  await bed.client.hset(circuitOf(bed), 'retry_at', 0); // its time is over
  let refused = 0;
  let tellAll = (): void => undefined;
  const allButOne = new Promise<void>((resolve) => (tellAll = resolve));
  const jobs = Array.from({ length: probing }, async () => {
    const job = await callers.run(dead);
    if (++refused === probing - 1) tellAll();
    return job;
  });
  await allButOne;
  await bed.lab.ask('connected', { device: dead, connections: before + 1 });
  const probes = ((await bed.lab.ask('counts', null))[dead]?.connections ?? 0) - before;
  if (probes !== 1) miss(`the device that came back saw ${probes} connections for one probe`);
  await bed.lab.ask('faults', { device: dead, faults: {} });
  await bed.lab.ask('release', { device: dead });
  const ended = await Promise.all(jobs);
  if (ended.filter(({ result }) => result?.status === 'finished').length !== 1)
    miss('the probe did not end as the only finished job');
  const after = await Promise.all(Array.from({ length: probing }, () => callers.run(dead)));
  for (const { id, result } of after)
    if (result?.status !== 'finished') miss(`job ${id} failed with ${result?.error_code} after the probe`);
  if ((await bed.client.exists(circuitOf(bed))) !== 0) miss('the circuit did not close');
}

/** One device of many does not answer: the others do not feel it, and it is left alone until it is back. */
export async function oneDead(stage: Stage): Promise<readonly CalledJob[]> {
  await stage.bed.lab.ask('faults', { device: dead, faults: { hangAtLogin: true } });
  const callers = new DeviceCallers(stage);
  callers.connTimeoutsS.set(dead, 1);
  await Promise.all(living.map((device) => callers.run(device))); // logs in everywhere
  await compareThroughput(stage, callers);
  await checkDeadJobs(stage, callers);
  await comeBack(stage, callers);
  return callers.jobs;
}
