import type { CalledJob } from '../caller.js';
import type { Counts } from '../bed/lab-messages.js';
import { Load } from '../load.js';
import type { Stage } from '../scenario.js';

const devices = Array.from({ length: 20 }, (_, number) => number);
const callers = 60;

/** The default of DEVICE_MAX_SESSIONS. */
const connectionsPerDevice = 2;

const loginsOf = (counts: readonly Counts[]): number =>
  devices.reduce((sum, device) => sum + (counts[device]?.logins ?? 0), 0);

/** Runs one job per round on a few devices. Connections must be reused, so that there are few logins. */
export async function pool({
  bed,
  name,
  seed,
  rounds,
  showProgress,
  recordMiss,
  recordNote,
}: Stage): Promise<readonly CalledJob[]> {
  const before = loginsOf(await bed.lab.call('counts', null));
  const maxLogins = devices.length * connectionsPerDevice * bed.workers.length;
  showProgress(`${rounds} jobs on ${devices.length} devices`);
  const jobs = await new Load({
    bed,
    callers,
    maxJobs: rounds,
    mix: { seed, name, devices, configurations: 0.2 },
  }).done();
  const logins = loginsOf(await bed.lab.call('counts', null)) - before;
  recordNote(`${logins} logins for ${jobs.length} jobs; at most ${maxLogins}`);
  if (logins > maxLogins) recordMiss(`the devices counted ${logins} logins, more than ${maxLogins}`);
  return jobs;
}
