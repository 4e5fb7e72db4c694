import { deviceName, keys } from '@naas/core';
import { deviceCount, type Bed } from '../bed/bed.js';
import type { CalledJob } from '../caller.js';
import type { Stage } from '../scenario.js';
import { DeviceCallers } from './device-callers.js';

const dead = deviceCount - 1;
const living = Array.from({ length: dead }, (_, number) => number);

/** Device numbers of the callers of the dead device. Like all callers, each waits for the end of its job. */
const deadCallers = [dead, dead, dead, dead];

/** The default of CIRCUIT_BREAKER_THRESHOLD. */
const threshold = 5;

/** What the service itself grants a device to answer; less is the caller's impatience and opens no circuit. */
const patienceS = 10;

/** Minimum share of their throughput that the other devices must keep. */
const minShare = 0.95;
const windowMs = { full: 5000, brief: 1500 } as const;

/** Number of jobs for the dead device while its circuit is open. */
const refusedJobs = 10;
/** Number of simultaneous jobs when the device is back. */
const simultaneousJobs = 10;

const circuitOf = ({ lab }: Bed): string =>
  keys.circuit(deviceName({ context: 'default', host: lab.host, port: lab.ports[dead] ?? 0 }));

/** Compares the throughput of the living devices in turns without and with callers of the dead one. */
async function compareThroughput(
  { isBrief, rounds, showProgress, recordNote, recordMiss }: Stage,
  callers: DeviceCallers,
): Promise<void> {
  const rates = { without: [] as number[], beside: [] as number[] };
  for (let round = 1; round <= rounds; round++) {
    showProgress(`round ${round} of ${rounds}`);
    const ms = isBrief ? windowMs.brief : windowMs.full;
    rates.without.push(await callers.rate(living, [], ms));
    rates.beside.push(await callers.rate(living, deadCallers, ms));
  }
  const sum = (list: readonly number[]): number => list.reduce((total, rate) => total + rate, 0);
  const share = sum(rates.beside) / sum(rates.without);
  recordNote(
    `${living.length} living devices keep ${(share * 100).toFixed(1)} % of ` +
      `${(sum(rates.without) / rounds).toFixed(0)} jobs a second${isBrief ? ', beside other scenarios' : ''}`,
  );
  if (!isBrief && share < minShare)
    recordMiss(`the living devices kept only ${(share * 100).toFixed(1)} % of their throughput`);
}

/**
 * Checks how all jobs ended, and measures how fast jobs for the dead device fail while its circuit is open.
 */
async function checkDeadJobs({ recordNote, recordMiss }: Stage, callers: DeviceCallers): Promise<void> {
  for (const { id, plan, result } of callers.jobs) {
    if (plan.device !== dead && result?.status === 'failed')
      recordMiss(`job ${id} of a living device failed with ${result.error_code}`);
  }
  const durationsMs: number[] = [];
  for (
    let failures = 0;
    failures < threshold && (await callers.run(dead)).result?.error_code !== 'CIRCUIT_OPEN';
    failures++
  );
  for (let count = 0; count < refusedJobs; count++) {
    const { id, result } = await callers.run(dead);
    if (result?.error_code !== 'CIRCUIT_OPEN') {
      recordMiss(
        `job ${id} for the dead device ended ${result?.status} with ${result?.error_code}, not CIRCUIT_OPEN`,
      );
    }
    durationsMs.push(result?.duration_ms ?? Infinity);
  }
  durationsMs.sort((one, other) => one - other);
  recordNote(
    `an open circuit ends a job ${durationsMs[refusedJobs / 2]} ms after its claim (median of ${refusedJobs}), ` +
      `at most ${durationsMs.at(-1)} ms`,
  );
}

/**
 * Checks the recovery when the device is back: one job alone probes it, and closes the circuit for all jobs.
 */
async function checkRecovery(
  { bed, showProgress, recordMiss }: Stage,
  callers: DeviceCallers,
): Promise<void> {
  showProgress('the dead device is back');
  callers.connTimeoutsS.delete(dead);
  const before = (await bed.lab.call('counts', null))[dead]?.connections ?? 0;
  await bed.lab.call('faults', { device: dead, faults: { hangAtShell: true } });
  // As if the open time had passed.
  await bed.client.hset(circuitOf(bed), 'retry_at', 0);
  let ended = 0;
  let onAllButOne = (): void => undefined;
  const allButOneEnded = new Promise<void>((resolve) => (onAllButOne = resolve));
  const jobs = Array.from({ length: simultaneousJobs }, async () => {
    const job = await callers.run(dead);
    if (++ended === simultaneousJobs - 1) onAllButOne();
    return job;
  });
  await allButOneEnded;
  await bed.lab.call('connected', { device: dead, connections: before + 1 });
  const probes = ((await bed.lab.call('counts', null))[dead]?.connections ?? 0) - before;
  if (probes !== 1) recordMiss(`the device that came back saw ${probes} connections for one probe`);
  await bed.lab.call('faults', { device: dead, faults: {} });
  await bed.lab.call('release', { device: dead });
  const probed = await Promise.all(jobs);
  if (probed.filter(({ result }) => result?.status === 'finished').length !== 1)
    recordMiss('the probe was not the only job that finished');
  const after = await Promise.all(Array.from({ length: simultaneousJobs }, () => callers.run(dead)));
  for (const { id, result } of after)
    if (result?.status !== 'finished')
      recordMiss(`job ${id} failed with ${result?.error_code} after the probe`);
  if ((await bed.client.exists(circuitOf(bed))) !== 0) recordMiss('the circuit did not close');
}

/** One of many devices is dead. The others are not affected, and its circuit stays open until it is back. */
export async function oneDead(stage: Stage): Promise<readonly CalledJob[]> {
  await stage.bed.lab.call('faults', { device: dead, faults: { hangAtLogin: true } });
  const callers = new DeviceCallers(stage);
  callers.connTimeoutsS.set(dead, patienceS);
  // Logs in to every device.
  await Promise.all(living.map((device) => callers.run(device)));
  await compareThroughput(stage, callers);
  await checkDeadJobs(stage, callers);
  await checkRecovery(stage, callers);
  return callers.jobs;
}
