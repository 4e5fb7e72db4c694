import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { keys } from '@naas/core';
import { startTestBench, type TestBench } from '../testing/test-bench.js';
import { buildWorker, startWorkerProcess } from '../testing/worker-process.js';

jest.setTimeout(20_000);
const allowed = { WEBHOOK_ALLOW_HTTP: 'true', WEBHOOK_ALLOW_HOSTS: '127.0.0.1' };

let bench: TestBench;
let server: Server;
let answers = false;
beforeAll(async () => {
  buildWorker();
  bench = await startTestBench();
  server = createServer((request, response) => {
    request.resume();
    if (answers) response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
}, 120_000);
afterAll(async () => {
  await bench.close();
  server.close();
});

test('a webhook whose sender was killed while sending is sent by another worker after the lease', async () => {
  const address = server.address();
  const jobId = await bench.submit(
    { host: '192.0.2.1', port: 22 },
    {
      webhook: {
        url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`,
        secret: null,
      },
    },
  );
  await bench.client.jobs.cancel(jobId);
  const doomed = startWorkerProcess(bench.redis.url, allowed);
  await once(server, 'request');
  doomed.child.kill('SIGKILL');
  await doomed.ended;
  expect(Number(await bench.client.redis.zscore(keys.webhooks(), jobId))).toBeGreaterThan(Date.now());
  answers = true;
  // As if the lease had expired.
  await bench.client.redis.zadd(keys.webhooks(), 1, jobId);
  const { logged } = await bench.startWorker(allowed);
  expect(JSON.parse(await logged('webhook delivered'))).toMatchObject({ job_id: jobId, attempt: 2 });
  expect(await bench.client.redis.zcard(keys.webhooks())).toBe(0);
});
