import { startDevice, type LabDevice } from '@naas/device-lab';
import { serveContexts } from '@naas/core/testing';
import { startTestBench, type TestBench } from '../testing/test-bench.js';
import { buildWorker, startWorkerProcess } from '../testing/worker-process.js';

jest.setTimeout(60_000);

let bench: TestBench;
let device: LabDevice;
beforeAll(async () => {
  buildWorker();
  bench = await startTestBench({ RATE_LIMIT_ENABLED: 'false', JOB_DEDUP_ENABLED: 'false' });
  device = await startDevice();
}, 120_000);
afterAll(async () => {
  await bench.close();
  await device.close();
});

test('one worker serves 300 contexts with one Redis connection each, ends every job, and stops in order', async () => {
  const contexts = Array.from({ length: 300 }, (_, index) => `site-${index}`);
  await serveContexts(bench.client.redis, ...contexts);
  const { child, logged, errors, ended } = startWorkerProcess(bench.redis.url, {
    WORKER_CONTEXTS: contexts.join(','),
    WORKER_CONCURRENCY: '20',
  });
  await logged('"ready"');
  const connections = String(await bench.client.redis.client('LIST'))
    .trim()
    .split('\n').length;
  expect(connections).toBeLessThan(320);
  const jobIds = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      bench.submit(device, {
        request: { commands: ['show version'], context: contexts[(index * 7) % 300] ?? '' },
      }),
    ),
  );
  const results = await Promise.all(jobIds.map((jobId) => bench.ended(jobId, 30_000)));
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['finished']));
  const stoppedAt = performance.now();
  child.kill();
  expect(await ended).toEqual([0, null]);
  expect(performance.now() - stoppedAt).toBeLessThan(5000);
  expect(await errors).toBe('');
});
