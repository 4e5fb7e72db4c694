import { getEventListeners } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { Secret } from '@naas/core';
import { closedPort, startDevice, type LabDevice } from '@naas/device-lab';
import { startTestBench, type TestBench } from '../testing/test-bench.js';

jest.setTimeout(60_000);

/** Every signal created in this process, so that the long-lived ones can be inspected. */
const signals: AbortSignal[] = [];
const warnings: string[] = [];
const onWarning = ({ name }: Error): void => void warnings.push(name);
class RecordedAbortController extends AbortController {
  constructor() {
    super();
    signals.push(this.signal);
  }
}
const originalAbortController = globalThis.AbortController;

let bench: TestBench;
let devices: readonly LabDevice[];
beforeAll(async () => {
  globalThis.AbortController = RecordedAbortController;
  // Node warns about more than ten listeners for one event.
  process.on('warning', onWarning);
  bench = await startTestBench({
    JOB_DEDUP_ENABLED: 'false',
    RATE_LIMIT_ENABLED: 'false',
    CIRCUIT_BREAKER_THRESHOLD: '1000',
  });
  await bench.startWorker({ JOB_TIMEOUT: '1', WORKER_CONCURRENCY: '5', DEVICE_MAX_SESSIONS: '1' });
  devices = await Promise.all([1, 2, 3].map(() => startDevice({ faults: { hangOnCommand: 'show clock' } })));
});
afterAll(async () => {
  await bench.close();
  await Promise.all(devices.map((device) => device.close()));
  process.off('warning', onWarning);
  globalThis.AbortController = originalAbortController;
});

const jobsPerKind = 12;
// the list is not empty
const deviceOf = (index: number): LabDevice => devices[index % devices.length] as LabDevice;
const all = <T>(work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: jobsPerKind }, (_, index) => work(index)));

/** Runs jobs that end in every way. Resolves to their statuses and error codes. */
async function round(): Promise<ReadonlySet<string>> {
  const closed = await closedPort();
  const show = (index: number, commands: readonly string[], readTimeoutMs = 10_000) =>
    bench.submit(deviceOf(index), { request: { commands, readTimeoutMs } });
  const jobIds = (
    await Promise.all([
      all((index) => show(index, ['show version', 'show lab lines 1'])),
      all((index) =>
        bench.submit(deviceOf(index), { request: { kind: 'send-config', commands: ['hostname lab2'] } }),
      ),
      all((index) =>
        bench.submit(deviceOf(index), {
          credentials: { username: `user${index}`, password: new Secret('wrong') },
        }),
      ),
      all((index) => bench.submit({ host: `127.0.0.${index + 2}`, port: closed.port })),
    ])
  ).flat();
  const results = await Promise.all(jobIds.map((jobId) => bench.ended(jobId)));
  results.push(
    ...(await Promise.all(
      (await all((index) => show(index, ['show clock'], 20))).map((jobId) => bench.ended(jobId)),
    )),
  );
  const hung = await all((index) => show(index, ['show clock']));
  await Promise.all(
    devices
      .slice(0, 2)
      .map((device) => device.waitFor(({ received }) => received.at(-1)?.line === 'show clock', 5000)),
  );
  await Promise.all(hung.slice(0, jobsPerKind / 2).map((jobId) => bench.client.jobs.cancel(jobId)));
  // Half of them were cancelled; the others end with JOB_TIMEOUT.
  results.push(...(await Promise.all(hung.map((jobId) => bench.ended(jobId)))));
  // Leaves one connection to each device in the pool.
  await Promise.all(devices.map(async (_, index) => bench.ended(await show(index, ['show version']))));
  await Promise.all(devices.map((device) => device.waitFor(({ openSessions }) => openSessions === 1, 5000)));
  return new Set(results.map(({ status, error_code: code }) => code ?? status));
}

/** The timers and sockets of this process, and the listener counts of the given signals. */
const resourcesOf = (before: readonly AbortSignal[]) => ({
  resources: process
    .getActiveResourcesInfo()
    .filter((kind) => /Timeout|TCP/.test(kind))
    .sort(),
  listeners: before.map((signal) => getEventListeners(signal, 'abort').length).filter((count) => count > 0),
});

test('no timer, socket or listener is left after jobs, however they end', async () => {
  await round();
  const before = signals.filter(({ aborted }) => !aborted);
  const atRest = resourcesOf(before);
  expect(await round()).toEqual(
    new Set(['finished', 'AUTH_FAILURE', 'CONNECTION_REFUSED', 'READ_TIMEOUT', 'cancelled', 'JOB_TIMEOUT']),
  );
  // A periodic round of the worker may be under way.
  const deadline = performance.now() + 3000;
  while (!isDeepStrictEqual(resourcesOf(before), atRest) && performance.now() < deadline)
    await new Promise(setImmediate);
  expect(resourcesOf(before)).toEqual(atRest);
  expect(warnings).toEqual([]);
});
