import { startDevice, type LabDevice } from '@naas/device-lab';
import { startTestBench, type TestBench } from '../testing/test-bench.js';

let bench: TestBench;
let device: LabDevice;
beforeAll(async () => {
  bench = await startTestBench();
});
beforeEach(async () => {
  device = await startDevice({ faults: { hangOnCommand: 'show clock' } });
});
afterEach(() => device.close());
afterAll(() => bench.close());

const hung = ({ received }: LabDevice) =>
  received.some(({ line }) => line === 'show clock' || line === 'description two');

test('a job cancelled while it waits is never sent to its device', async () => {
  const jobId = await bench.submit(device);
  expect(await bench.client.jobs.cancel(jobId)).toBe('cancelled');
  const { worker } = await bench.startWorker();
  const later = await bench.submit(device, { request: { commands: ['show lab lines 1'] } });
  expect(await bench.ended(later)).toMatchObject({ status: 'finished' });
  expect(await bench.ended(jobId)).toMatchObject({ status: 'cancelled', error: null, started_at: null });
  expect(device.received.map(({ line }) => line)).not.toContain('show version');
  await worker.stop();
});

describe('a job cancelled while it runs', () => {
  beforeAll(async () => {
    await bench.startWorker();
  });

  test('ends within a second and keeps the outputs before', async () => {
    const jobId = await bench.submit(device, {
      request: { commands: ['show version', 'show clock', 'show inventory'] },
    });
    await device.waitFor(hung, 5000);
    const began = performance.now();
    expect(await bench.client.jobs.cancel(jobId)).toBe('cancelling');
    const result = await bench.ended(jobId);
    expect(performance.now() - began).toBeLessThan(1000);
    expect(result).toMatchObject({ status: 'cancelled', error_code: null, results: null });
    expect(result.error).toContain('1 of 3 commands');
    expect(result.outputs).toHaveLength(1);
    await device.waitFor(({ openSessions }) => openSessions === 0, 1000);
  });

  test('reports how far a configuration got', async () => {
    device.setFaults({ hangOnCommand: 'description two' });
    const commands = [
      'interface GigabitEthernet0/1',
      'description one',
      'description two',
      'description three',
    ];
    const jobId = await bench.submit(device, { request: { kind: 'send-config', commands } });
    await device.waitFor(hung, 5000);
    await bench.client.jobs.cancel(jobId);
    const result = await bench.ended(jobId, 1000);
    expect(result).toMatchObject({ status: 'cancelled', error_code: null });
    expect(result.error).toContain(
      '2 of 4 configuration lines had been accepted, and line 3 may have reached the device',
    );
    expect(device.received.map(({ line }) => line)).not.toContain('description three');
  });

  test('ends within a second while it connects', async () => {
    device.setFaults({ hangAtLogin: true });
    const jobId = await bench.submit(device);
    await device.waitFor(({ connections }) => connections === 1, 5000);
    await bench.client.jobs.cancel(jobId);
    expect(await bench.ended(jobId, 1000)).toMatchObject({ status: 'cancelled' });
  });

  test('ends at once when the cancel arrives before the reply to its claim', async () => {
    // Many races between claim and cancel; none of these jobs may keep running.
    const jobIds = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        bench.submit(device, { request: { commands: ['show clock'], readTimeoutMs: 30_000 + index } }),
      ),
    );
    await Promise.all(
      jobIds.map(async (jobId) => {
        await bench.started(jobId);
        await bench.client.jobs.cancel(jobId);
      }),
    );
    const results = await Promise.all(jobIds.map((jobId) => bench.ended(jobId, 2000)));
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['cancelled']));
  });
});

test('a job over JOB_TIMEOUT is stopped and fails', async () => {
  const other = await startTestBench({ JOB_TIMEOUT: '1' });
  await other.startWorker();
  const result = await other.ended(
    await other.submit(device, { request: { commands: ['show version', 'show clock'] } }),
  );
  expect(result).toMatchObject({ status: 'failed', error_code: 'JOB_TIMEOUT', error_retryable: true });
  expect(result.error).toContain('1 of 2 commands');
  expect(result.duration_ms).toBeGreaterThanOrEqual(900);
  expect(result.duration_ms).toBeLessThan(2000);
  await other.close();
});
