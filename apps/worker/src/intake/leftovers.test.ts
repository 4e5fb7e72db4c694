import { getEventListeners } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { Secret } from '@naas/core';
import { closedPort, startDevice, type LabDevice } from '@naas/device-lab';
import { startTestBench, type TestBench } from '../testing/test-bench.js';

jest.setTimeout(60_000);

/** Every signal of this process, so that the long-lived ones can be looked at. */
const signals: AbortSignal[] = [];
const warnings: string[] = [];
const onWarning = ({ name }: Error): void => void warnings.push(name);
class NotedAbortController extends AbortController {
  constructor() {
    super();
    signals.push(this.signal);
  }
}
const ownAbortController = globalThis.AbortController;

let bench: TestBench;
let devices: readonly LabDevice[];
beforeAll(async () => {
  globalThis.AbortController = NotedAbortController;
  process.on('warning', onWarning); // Node's own count: more than ten listeners of a kind
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
  globalThis.AbortController = ownAbortController;
});

const times = 12;
const deviceOf = (index: number): LabDevice => devices[index % devices.length] as LabDevice; // there are some
const all = <T>(work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, (_, index) => work(index)));

/** Jobs of every kind that end in every way; the ways. */
async function round(): Promise<ReadonlySet<string>> {
  const nobody = await closedPort();
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
      all((index) => bench.submit({ host: `127.0.0.${index + 2}`, port: nobody.port })),
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
  await Promise.all(hung.slice(0, times / 2).map((jobId) => bench.client.jobs.cancel(jobId)));
  results.push(...(await Promise.all(hung.map((jobId) => bench.ended(jobId))))); // the others: JOB_TIMEOUT
  // leaves a session of each in the pool
  await Promise.all(devices.map(async (_, index) => bench.ended(await show(index, ['show version']))));
  await Promise.all(devices.map((device) => device.waitFor(({ openSessions }) => openSessions === 1, 5000)));
  return new Set(results.map(({ status, error_code: code }) => code ?? status));
}

/** What keeps this process going, and the listeners of signals that were there at a time. */
const held = (before: readonly AbortSignal[]) => ({
  resources: process
    .getActiveResourcesInfo()
    .filter((kind) => /Timeout|TCP/.test(kind))
    .sort(),
  listeners: before.map((signal) => getEventListeners(signal, 'abort').length).filter((count) => count > 0),
});

test('no timer, socket or listener is left after jobs, however they end', async () => {
  await round();
  const before = signals.filter(({ aborted }) => !aborted);
  const atRest = held(before);
  expect(await round()).toEqual(
    new Set(['finished', 'AUTH_FAILURE', 'CONNECTION_REFUSED', 'READ_TIMEOUT', 'cancelled', 'JOB_TIMEOUT']),
  );
  const deadline = performance.now() + 3000; // a round of the worker's own may be under way
  while (!isDeepStrictEqual(held(before), atRest) && performance.now() < deadline)
    await new Promise(setImmediate);
  expect(held(before)).toEqual(atRest);
  expect(warnings).toEqual([]);
});
