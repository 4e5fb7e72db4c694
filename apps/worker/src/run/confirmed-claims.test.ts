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

test('a configuration is pushed once a replica knows of its claim', async () => {
  await bench.startWorker();
  expect(await bench.ended(await push('confirmed'))).toMatchObject({ status: 'finished' });
});

test('a configuration whose claim no replica confirms is not pushed, and says that it may be submitted again', async () => {
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
  while (result.status === 'failed'); // until Redis has heard of the replica again
  await logged('are safe with Redis again');
  expect(logLines.filter((line) => line.includes('does not confirm what is written'))).toHaveLength(1);
});

test('a configuration whose claim a failover has forgotten is left to whoever claims it next', async () => {
  const { logged } = await bench.startWorker();
  replica.freeze();
  const jobId = await push('forgotten');
  await bench.started(jobId);
  await bench.client.redis.hset(
    keys.job(jobId),
    'token',
    'that of another worker, as the new master knows it',
  ); // while this one waits for the replica
  replica.thaw();
  await logged('the end of a job was not taken');
  expect(await bench.client.jobs.peek(jobId)).toMatchObject({ status: 'started' });
  expect(device.received).toEqual([]);
});
