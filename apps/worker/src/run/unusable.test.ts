import { randomBytes } from 'node:crypto';
import { startTestBench } from '../testing/test-bench.js';

test('a job sealed with a key that the worker does not have fails and is counted as ended', async () => {
  const bench = await startTestBench();
  const { worker } = await bench.startWorker({ NAAS_ENCRYPTION_KEY: randomBytes(32).toString('base64') });
  const jobId = await bench.submit({ host: '192.0.2.1', port: 22 });
  expect(await bench.ended(jobId)).toMatchObject({ status: 'failed', error_code: 'UNKNOWN' });
  await worker.stop();
  const { jobsEnded } = worker.metrics;
  expect((await jobsEnded.get()).values).toMatchObject([
    { value: 1, labels: { kind: 'send-command', status: 'failed', error_code: 'UNKNOWN' } },
  ]);
  await bench.close();
});
