import type { CalledJob } from '../caller.js';
import type { Counts } from '../bed/lab-messages.js';
import { Load } from '../load.js';
import type { Stage } from '../scenario.js';

const devices = Array.from({ length: 20 }, (_, number) => number);
const callers = 60;

/** What DEVICE_MAX_SESSIONS is unless set. */
const sessionsPerDevice = 2;

const loginsOf = (counts: readonly Counts[]): number =>
  devices.reduce((sum, device) => sum + (counts[device]?.logins ?? 0), 0);

/**
 * As many jobs as there are rounds, on few devices: sessions are used again, so that there are few logins.
 */
export async function pool({
  bed,
  name,
  seed,
  rounds,
  tell,
  miss,
  note,
}: Stage): Promise<readonly CalledJob[]> {
  const before = loginsOf(await bed.lab.ask('counts', null));
  const most = devices.length * sessionsPerDevice * bed.workers.length;
  tell(`${rounds} jobs on ${devices.length} devices`);
  const jobs = await new Load({
    bed,
    callers,
    most: rounds,
    mix: { seed, name, devices, configurations: 0.2 },
  }).done();
  const logins = loginsOf(await bed.lab.ask('counts', null)) - before;
  note(`${logins} logins for ${jobs.length} jobs; at most ${most}`);
  if (logins > most) miss(`the devices counted ${logins} logins, more than ${most}`);
  return jobs;
}
