import { startDevice, type LabDevice } from '@naas/device-lab';
import { failDisk } from '@naas/core/testing';
import { startTestBench, type TestBench } from '../testing/test-bench.js';

jest.setTimeout(20_000);

let bench: TestBench;
let device: LabDevice;
beforeEach(async () => {
  bench = await startTestBench({ WORKER_STALE_THRESHOLD: '3', JOB_REAPER_INTERVAL: '1' });
  device = await startDevice({ faults: { hangOnCommand: 'show clock' } });
});
afterEach(async () => {
  await bench.close();
  await device.close();
});

const untilHung = () =>
  device.waitFor(
    ({ received }) => received.some(({ line }) => /^(show clock|description hangs)$/.test(line)),
    5000,
  );

test('a job that ends while Redis restarts stores its result later, and the worker continues', async () => {
  const { logLines, logged } = await bench.startWorker();
  const jobId = await bench.submit(device, { request: { commands: ['show version', 'show clock'] } });
  await untilHung();
  await bench.redis.kill();
  await logged('Redis cannot be used');
  device.release();
  await device.waitFor(({ openSessions }) => openSessions === 1, 1000);
  await bench.redis.start();
  const result = await bench.ended(jobId);
  expect(result).toMatchObject({
    status: 'finished',
    outputs: [{ command: 'show version' }, { command: 'show clock' }],
  });
  await logged('Redis can be used again');
  expect(
    await bench.ended(await bench.submit(device, { request: { commands: ['show lab lines 1'] } })),
  ).toMatchObject({ status: 'finished' });
  const outageLines = logLines.filter((line) => line.includes('Redis can'));
  expect(outageLines.map((line) => /Redis can(not)?/.exec(line)?.[0])).toEqual(['Redis cannot', 'Redis can']);
});

test('a configuration continues after an outage shorter than its claim, and no line is sent twice', async () => {
  const { logged } = await bench.startWorker({ WORKER_STALE_THRESHOLD: '30' });
  device.setFaults({ hangOnCommand: 'description hangs' });
  const commands = ['interface GigabitEthernet0/1', 'description hangs', 'description after'];
  const jobId = await bench.submit(device, { request: { kind: 'send-config', commands } });
  await untilHung();
  await bench.redis.kill();
  await logged('Redis cannot be used');
  await bench.redis.start();
  await logged('Redis can be used again');
  device.release();
  expect((await bench.ended(jobId)).outputs).toHaveLength(1);
  expect(device.received.map(({ line }) => line).filter((line) => commands.includes(line))).toEqual(commands);
});

test('a configuration whose claim expired while Redis was away stops before its next line, and says so', async () => {
  const { logged } = await bench.startWorker();
  device.setFaults({ hangOnCommand: 'description hangs' });
  const commands = ['interface GigabitEthernet0/1', 'description hangs', 'description never'];
  const jobId = await bench.submit(device, { request: { kind: 'send-config', commands } });
  await untilHung();
  await bench.redis.kill();
  await logged('Redis cannot be used');
  const claimEnds = performance.now() + 3000;
  // No event announces that the claim has expired.
  await new Promise<void>((resolve) => setTimeout(resolve, claimEnds - performance.now()));
  device.release();
  await device.waitFor(({ openSessions }) => openSessions === 0, 3000);
  await bench.redis.start();
  const result = await bench.ended(jobId);
  expect(result).toMatchObject({ status: 'failed', error_code: 'WORKER_LOST', error_retryable: false });
  expect(result.error).toContain('2 of 3 configuration lines had been sent');
  expect(device.received.map(({ line }) => line)).not.toContain('description never');
});

test.each([
  [
    'memory is full',
    (bench: TestBench) => bench.client.redis.config('SET', 'maxmemory', '1'),
    ['maxmemory', '0'],
  ],
  [
    'disk cannot be written',
    (bench: TestBench) => failDisk(bench.client.redis),
    ['stop-writes-on-bgsave-error', 'no'],
  ],
] as const)(
  "a job that ends while Redis's %s stores its result once that is over, and the worker continues",
  async (_, breakRedis, [name, value]) => {
    const { logged } = await bench.startWorker({ WORKER_STALE_THRESHOLD: '30' });
    const jobId = await bench.submit(device, { request: { commands: ['show version', 'show clock'] } });
    await untilHung();
    await breakRedis(bench);
    device.release();
    await logged('Redis cannot be used');
    expect(await bench.client.jobs.peek(jobId)).toMatchObject({ status: 'started' });
    await bench.client.redis.config('SET', name, value);
    expect(await bench.ended(jobId)).toMatchObject({
      status: 'finished',
      outputs: [{ command: 'show version' }, { command: 'show clock' }],
    });
    await logged('Redis can be used again');
    expect(await bench.ended(await bench.submit(device))).toMatchObject({ status: 'finished' });
  },
);

test('a worker keeps its claims when Redis hangs for a shorter time than they last', async () => {
  const { worker } = await bench.startWorker();
  const kept = await bench.submit(device, { request: { commands: ['show clock'] } });
  await untilHung();
  bench.redis.freeze();
  // Redis answers this once it continues.
  const renewed = worker.announce();
  // Half the lifetime of a claim, which no event announces.
  await new Promise<void>((resolve) => setTimeout(resolve, 1500));
  bench.redis.thaw();
  await renewed;
  device.release();
  expect(await bench.ended(kept)).toMatchObject({ status: 'finished' });
  expect(device.received.filter(({ line }) => line === 'show clock')).toHaveLength(1);
  expect(await bench.ended(await bench.submit(device))).toMatchObject({ status: 'finished' });
});

test('a worker whose Redis connections are all cut continues, takes new jobs and notices cancels', async () => {
  await bench.startWorker();
  const kept = await bench.submit(device, { request: { commands: ['show clock'] } });
  await untilHung();
  for (const type of ['pubsub', 'normal'])
    await bench.client.redis.call('CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'yes');
  device.release();
  expect(await bench.ended(kept)).toMatchObject({ status: 'finished' });
  device.setFaults({ hangOnCommand: 'show clock' });
  const cancelled = await bench.submit(device, { request: { commands: ['show clock'], tags: { n: '2' } } });
  await bench.started(cancelled);
  await bench.client.jobs.cancel(cancelled);
  expect(await bench.ended(cancelled)).toMatchObject({ status: 'cancelled' });
});

test('a job cancelled while the worker was not subscribed is stopped as soon as it subscribes again', async () => {
  await bench.startWorker({ WORKER_STALE_THRESHOLD: '60' });
  const jobId = await bench.submit(device, { request: { commands: ['show clock'] } });
  await untilHung();
  const { redis, jobs } = bench.client;
  // Redis executes them in this order.
  await Promise.all([redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub'), jobs.cancel(jobId)]);
  expect(await bench.ended(jobId, 3000)).toMatchObject({ status: 'cancelled' });
});
