import { startDevice } from '@naas/device-lab';
import type { Device } from '@naas/core';
import { DeviceLoad, maxOnDevice } from './device-load.js';
import { startTestBench } from '../testing/test-bench.js';

const target = { context: 'default', host: '192.0.2.1', port: 22 };
const other = { ...target, port: 2222 };

function loadOf(max: number) {
  const idle: Device[] = [];
  return { idle, load: new DeviceLoad(max, (device) => idle.push(device)) };
}

test('a device is busy while it has the maximum number of jobs', () => {
  const { load } = loadOf(2);
  const ends = [load.begin(target), load.begin(other), load.begin(target)];
  expect(load.busy).toEqual(['default:192.0.2.1:22']);
  ends[0]!();
  expect(load.busy).toEqual([]);
});

test('onIdle is called once, when the last job of a device with deferred jobs has ended', () => {
  const { load, idle } = loadOf(2);
  const ends = [load.begin(target), load.begin(target)];
  load.noteDeferred(target);
  ends[0]!();
  expect(idle).toEqual([]);
  ends[1]!();
  expect(idle).toEqual([target]);
  load.begin(target)();
  expect(idle).toEqual([target]);
});

test('onIdle is called at once for a job deferred after the last end', () => {
  const { load, idle } = loadOf(1);
  load.begin(target)();
  load.noteDeferred(target);
  expect(idle).toEqual([target]);
});

test.each([
  [2, 100, 12],
  [2, 10, 4],
  [5, 20, 10],
  [2, 3, 2],
  [2, 1, 1],
])(
  'with %i connections and concurrency %i, a worker takes %i jobs of a device',
  (connections, concurrency, max) => {
    expect(maxOnDevice({ DEVICE_MAX_SESSIONS: connections, WORKER_CONCURRENCY: concurrency })).toBe(max);
  },
);

test('a device that hangs leaves slots for other devices, and loses no job', async () => {
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
