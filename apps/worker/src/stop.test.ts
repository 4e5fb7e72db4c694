import { keys } from '@naas/core';
import { startDevice, type LabDevice } from '@naas/device-lab';
import { startTestBench, type TestBench } from './testing/test-bench.js';

let bench: TestBench;
let device: LabDevice;
beforeEach(async () => {
  bench = await startTestBench({ WORKER_CONTEXTS: 'default,branch', WORKER_CONCURRENCY: '1' });
  device = await startDevice({ faults: { hangOnCommand: 'show clock' } });
});
afterEach(async () => {
  await bench.close();
  await device.close();
});

const show = (command: string, context = 'default') =>
  bench.submit(device, { request: { commands: [command], context } });
const untilHung = () =>
  device.waitFor(({ received }) => received.some(({ line }) => line === 'show clock'), 5000);
const count = (command: string): number => device.received.filter(({ line }) => line === command).length;

test('a worker without a free slot leaves an entry to another worker within a second', async () => {
  const busy = await bench.startWorker();
  const hung = await show('show clock');
  await untilHung();
  const free = await bench.startWorker({ WORKER_CONTEXTS: 'branch' });
  // Redis delivers it to the connection that has waited longest, which is the busy worker's.
  const began = performance.now();
  const jobId = await show('show lab lines 2', 'branch');
  expect(await bench.ended(jobId, 1000)).toMatchObject({ status: 'finished' });
  // The busy worker did hold the entry for a while.
  expect(performance.now() - began).toBeGreaterThan(200);
  await free.logged(jobId);
  expect(count('show lab lines 2')).toBe(1);
  device.release();
  expect(await bench.ended(hung)).toMatchObject({ status: 'finished' });
  expect(busy.logLines.some((line) => line.includes(jobId))).toBe(false);
});

test('a stopping worker returns an entry that waits for a slot to another worker within a second', async () => {
  const { worker } = await bench.startWorker();
  const hung = await show('show clock');
  await untilHung();
  await bench.startWorker({ WORKER_CONTEXTS: 'branch' });
  const jobId = await show('show lab lines 2', 'branch');
  const stopped = worker.stop();
  expect(await bench.ended(jobId, 1000)).toMatchObject({ status: 'finished' });
  expect(count('show lab lines 2')).toBe(1);
  device.release();
  await stopped;
  expect(await bench.ended(hung)).toMatchObject({ status: 'finished' });
});

test('a stopping worker finishes running jobs, starts no new ones, and deregisters', async () => {
  const { worker } = await bench.startWorker({ SHUTDOWN_TIMEOUT: '10' });
  const running = await show('show clock');
  await untilHung();
  const waiting = await show('show version');
  const stopped = worker.stop();
  expect(worker.stop()).toBe(stopped);
  device.release();
  await stopped;
  expect(await bench.ended(running)).toMatchObject({ status: 'finished' });
  expect(await bench.client.jobs.peek(waiting)).toMatchObject({ status: 'queued' });
  expect(await bench.client.redis.zscore(keys.workers(), worker.id)).toBeNull();
  await bench.startWorker();
  expect(await bench.ended(waiting, 2000)).toMatchObject({ status: 'finished' });
});

test('a job that still runs after SHUTDOWN_TIMEOUT is stopped and fails with WORKER_LOST', async () => {
  const { worker } = await bench.startWorker({ SHUTDOWN_TIMEOUT: '0' });
  const jobId = await bench.submit(device, {
    request: {
      kind: 'send-config',
      commands: ['interface GigabitEthernet0/1', 'show clock', 'description never'],
    },
  });
  await untilHung();
  await worker.stop();
  const result = await bench.ended(jobId);
  expect(result).toMatchObject({ status: 'failed', error_code: 'WORKER_LOST', error_retryable: false });
  expect(result.error).toContain('SHUTDOWN_TIMEOUT');
  expect(result.error).toContain('1 of 3 configuration lines had been accepted');
  await device.waitFor(({ openSessions }) => openSessions === 0, 1000);
  expect(count('description never')).toBe(0);
});

test('a worker also stops while Redis is away', async () => {
  const { worker, logged } = await bench.startWorker({ SHUTDOWN_TIMEOUT: '0' });
  const { url } = worker;
  await bench.redis.kill();
  await logged('Redis cannot be used');
  await worker.stop();
  await bench.redis.start();
  expect(url).toMatch(/^http:/);
  await expect(fetch(`${url}/livez`)).rejects.toThrow();
});
