import { startDevice, type LabDevice } from '@naas/device-lab';
import { startTestBench, type TestBench } from '../testing/test-bench.js';
import { buildWorker, startWorkerProcess } from '../testing/worker-process.js';

jest.setTimeout(30_000);
const fast = { WORKER_STALE_THRESHOLD: '3', JOB_REAPER_INTERVAL: '1' };

let bench: TestBench;
let device: LabDevice;
beforeAll(buildWorker, 120_000);
beforeEach(async () => {
  bench = await startTestBench(fast);
});
afterEach(async () => {
  await bench.close();
  await device.close();
});

const hasReceived =
  (text: string) =>
  ({ received }: LabDevice) =>
    received.some(({ line }) => line === text);

test('a configuration whose worker is killed fails with WORKER_LOST, and no line is sent twice', async () => {
  device = await startDevice({ faults: { hangOnCommand: 'description three' } });
  const doomed = startWorkerProcess(bench.redis.url, fast);
  await doomed.logged('ready');
  const commands = [
    'interface GigabitEthernet0/1',
    'description one',
    'description two',
    'description three',
    'description four',
  ];
  const jobId = await bench.submit(device, { request: { kind: 'send-config', commands, saveConfig: true } });
  await device.waitFor(hasReceived('description three'), 10_000);
  doomed.child.kill('SIGKILL');
  await doomed.ended;
  device.setFaults({});
  await bench.startWorker();
  const result = await bench.ended(jobId, 15_000);
  expect(result).toMatchObject({ status: 'failed', error_code: 'WORKER_LOST', error_retryable: false });
  const next = await bench.ended(
    await bench.submit(device, { request: { kind: 'send-config', commands: ['hostname lab1'] } }),
  );
  expect(next.status).toBe('finished');
  const pushed = device.received.map(({ line }) => line).filter((line) => commands.includes(line));
  expect(pushed).toEqual(commands.slice(0, 4));
});

test('a read job whose worker is killed is run by another worker', async () => {
  device = await startDevice({ faults: { hangOnCommand: 'show clock' } });
  const doomed = startWorkerProcess(bench.redis.url, fast);
  await doomed.logged('ready');
  const jobId = await bench.submit(device, { request: { commands: ['show version', 'show clock'] } });
  await device.waitFor(hasReceived('show clock'), 10_000);
  doomed.child.kill('SIGKILL');
  await doomed.ended;
  device.setFaults({});
  const { logged } = await bench.startWorker();
  const result = await bench.ended(jobId, 20_000);
  expect(result).toMatchObject({
    status: 'finished',
    outputs: [{ command: 'show version' }, { command: 'show clock' }],
  });
  expect(JSON.parse(await logged('job ended'))).toMatchObject({ job_id: jobId, claims: 2 });
});
