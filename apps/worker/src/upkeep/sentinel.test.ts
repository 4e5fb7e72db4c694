import { isRedisUnavailable } from '@naas/core';
import { startTestSentinel, type TestSentinel } from '@naas/core/testing';
import { startDevice, type LabDevice } from '@naas/device-lab';
import { startTestBench, type TestBench } from '../testing/test-bench.js';

jest.setTimeout(60_000);

let sentinel: TestSentinel;
let bench: TestBench;
let device: LabDevice;
beforeEach(async () => {
  sentinel = await startTestSentinel({ password: 'redis-secret' });
  bench = await startTestBench({
    ...sentinel.environment,
    WORKER_STALE_THRESHOLD: '5',
    JOB_REAPER_INTERVAL: '1',
  });
  device = await startDevice({ latencyMs: 20 });
});
afterEach(async () => {
  await bench.close();
  await Promise.all([sentinel.close(), device.close()]);
});

/** Submits a job, and retries while Redis is unavailable. */
async function submit(kind: 'send-command' | 'send-config', n: number): Promise<string> {
  const commands =
    kind === 'send-config' ? ['interface GigabitEthernet0/1', `description job ${n}`] : ['show version'];
  for (;;) {
    try {
      return await bench.submit(device, { request: { kind, commands, tags: { n: `${n}` } } });
    } catch (error) {
      if (!isRedisUnavailable(error)) throw error;
      await new Promise(setImmediate);
    }
  }
}

const submitAll = (from: number, to: number) =>
  Promise.all(
    Array.from({ length: to - from }, (_, index) =>
      submit(index % 2 === 0 ? 'send-config' : 'send-command', from + index),
    ),
  );

/** Waits for the end of jobs, and checks that no configuration reached the device more than once. */
async function endsOf(jobIds: readonly string[]): Promise<readonly string[]> {
  const results = await Promise.all(jobIds.map((jobId) => bench.ended(jobId, 40_000)));
  const pushed = device.received.map(({ line }) => line).filter((line) => line.startsWith('description job'));
  expect(pushed).toHaveLength(new Set(pushed).size);
  return results.map(({ status, error_code: code }) => code ?? status);
}

test('jobs submitted before and after a sentinel failover all end, and nothing is pushed twice', async () => {
  const { logged } = await bench.startWorker();
  const before = await submitAll(0, 30);
  await logged('job ended');
  await sentinel.failover();
  const after = await submitAll(30, 40);
  const ends = await endsOf([...before, ...after]);
  // A job whose record the failover lost in part may fail with a code that says so.
  for (const end of ends) expect(['finished', 'CLAIM_UNCONFIRMED', 'WORKER_LOST']).toContain(end);
  expect(await endsOf(await submitAll(40, 42))).toEqual(['finished', 'finished']);
});

test('jobs submitted before and after the death of the master all end, and nothing is pushed twice', async () => {
  const { logged } = await bench.startWorker();
  const before = await submitAll(0, 30);
  await logged('job ended');
  await sentinel.nodes[0].kill();
  await sentinel.failedOver();
  const after = await submitAll(30, 40);
  const ends = await endsOf([...before, ...after]);
  for (const end of ends) expect(['finished', 'CLAIM_UNCONFIRMED', 'WORKER_LOST']).toContain(end);
  expect(await endsOf(await submitAll(40, 42))).toEqual(['finished', 'finished']);
});
