import { keys } from '@naas/core';
import { startTestRedis, type TestRedis } from '@naas/core/testing';
import { startDevice, type LabDevice } from '@naas/device-lab';
import { startTestBench, type TestBench } from '../testing/test-bench.js';

jest.setTimeout(20_000);

let bench: TestBench;
let replica: TestRedis;
let device: LabDevice;
beforeEach(async () => {
  bench = await startTestBench();
  replica = await startTestRedis(['--replicaof', '127.0.0.1', `${bench.redis.port}`]);
  while (!(await bench.client.redis.info('replication')).includes('state=online'));
  device = await startDevice();
});
afterEach(async () => {
  replica.thaw();
  await bench.close();
  await Promise.all([replica.close(), device.close()]);
});

const push = (description: string) =>
  bench.submit(device, {
    request: {
      kind: 'send-config',
      commands: ['interface GigabitEthernet0/1', `description ${description}`],
    },
  });
const show = () => bench.submit(device);

test('a configuration is pushed once a replica has its claim', async () => {
  await bench.startWorker();
  expect(await bench.ended(await push('confirmed'))).toMatchObject({ status: 'finished' });
});

test('a configuration with an unconfirmed claim is not pushed, and its error says to submit it again', async () => {
  const { logLines, logged } = await bench.startWorker();
  replica.freeze();
  const [first, second, shown] = [await push('first'), await push('second'), await show()];
  expect(await bench.ended(shown)).toMatchObject({ status: 'finished' });
  for (const jobId of [first, second]) {
    const result = await bench.ended(jobId);
    expect(result).toMatchObject({
      status: 'failed',
      error_code: 'CLAIM_UNCONFIRMED',
      error_retryable: true,
    });
    expect(result.error).toMatch(/nothing was sent to the device\. Submit it again\.$/);
  }
  expect(device.received.map(({ line }) => line)).not.toContainEqual(expect.stringContaining('description'));
  replica.thaw();
  let result;
  do result = await bench.ended(await push('after'));
  while (
    // Until the replica has acknowledged the writes again.
    result.status === 'failed'
  );
  await logged('confirm the claims of configuration jobs again');
  expect(logLines.filter((line) => line.includes('does not confirm writes'))).toHaveLength(1);
});

test('a configuration whose claim was lost in a failover is not run by this worker', async () => {
  const { logged } = await bench.startWorker();
  replica.freeze();
  const jobId = await push('forgotten');
  await bench.started(jobId);
  // While this worker waits for the replica, the new master has a claim of another worker.
  await bench.client.redis.hset(keys.job(jobId), 'token', 'token of another worker');
  replica.thaw();
  await logged('the end of a job was not stored');
  expect(await bench.client.jobs.peek(jobId)).toMatchObject({ status: 'started' });
  expect(device.received).toEqual([]);
});
