import { startDevice } from '@naas/device-lab';
import type { Device } from '@naas/core';
import { DeviceLoad, maxOnDevice } from './device-load.js';
import { startTestBench } from '../testing/test-bench.js';

const target = { context: 'default', host: '192.0.2.1', port: 22 };
const other = { ...target, port: 2222 };

function loadOf(most: number) {
  const called: Device[] = [];
  return { called, load: new DeviceLoad(most, (quiet) => called.push(quiet)) };
}

test('a device is busy while it has as many jobs as it may', () => {
  const { load } = loadOf(2);
  const ends = [load.begin(target), load.begin(other), load.begin(target)];
  expect(load.busy).toEqual(['default:192.0.2.1:22']);
  ends[0]!();
  expect(load.busy).toEqual([]);
});

test('whoever waits is called when the last job of the device has ended, once', () => {
  const { load, called } = loadOf(2);
  const ends = [load.begin(target), load.begin(target)];
  load.noteDeferred(target);
  ends[0]!();
  expect(called).toEqual([]);
  ends[1]!();
  expect(called).toEqual([target]);
  load.begin(target)();
  expect(called).toEqual([target]);
});

test('whoever came to wait after the last end is called at once', () => {
  const { load, called } = loadOf(1);
  load.begin(target)();
  load.noteDeferred(target);
  expect(called).toEqual([target]);
});

test.each([
  [2, 100, 12],
  [2, 10, 4],
  [5, 20, 10],
  [2, 3, 2],
  [2, 1, 1],
])('%i sessions, %i at a time: %i jobs of a device', (sessions, concurrency, most) => {
  expect(maxOnDevice({ DEVICE_MAX_SESSIONS: sessions, WORKER_CONCURRENCY: concurrency })).toBe(most);
});

test('a device that hangs leaves slots to the others, and loses no job', async () => {
  const bench = await startTestBench({ JOB_DEDUP_ENABLED: 'false' });
  await bench.startWorker({ WORKER_CONCURRENCY: '10', CIRCUIT_BREAKER_ENABLED: 'false' });
  const [slow, fast] = [
    await startDevice({ faults: { hangOnCommand: 'show lab lines 3' } }),
    await startDevice(),
  ];
  const hung = await Promise.all(
    Array.from({ length: 30 }, () => bench.submit(slow, { request: { commands: ['show lab lines 3'] } })),
  );
  for (let round = 0; round < 3; round++)
    expect(await bench.ended(await bench.submit(fast))).toMatchObject({ status: 'finished' });
  slow.setFaults({});
  slow.release();
  const results = await Promise.all(hung.map((id) => bench.ended(id)));
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['finished']));
  expect(slow.received.filter(({ line }) => line === 'show lab lines 3')).toHaveLength(30);
  await Promise.all([slow.close(), fast.close(), bench.close()]);
});
