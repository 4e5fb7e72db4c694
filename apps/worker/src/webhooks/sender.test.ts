import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { keys, Secret } from '@naas/core';
import { startDevice, type LabDevice } from '@naas/device-lab';
import { startTestBench, type TestBench } from '../testing/test-bench.js';

interface ReceivedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let bench: TestBench;
let device: LabDevice;
let server: Server;
const received: ReceivedRequest[] = [];
/** Statuses to answer with, in order; 204 after that. */
const statuses: number[] = [];
let onReceived: () => void = () => undefined;
const allowed = { WEBHOOK_ALLOW_HTTP: 'true', WEBHOOK_ALLOW_HOSTS: '127.0.0.1' };

beforeAll(async () => {
  bench = await startTestBench({ JOB_DEDUP_ENABLED: 'false' });
  device = await startDevice();
  server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 204, { location: '/elsewhere' }).end();
      onReceived();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  await bench.close();
  await device.close();
  server.close();
});
beforeEach(() => {
  received.length = 0;
  statuses.length = 0;
});

function url(): string {
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return `http://127.0.0.1:${port}/hook?token=S3cretQuery`;
}
const hook = (more: Partial<{ url: string; secret: Secret | null }> = {}) => ({
  webhook: { url: url(), secret: new Secret('S3cretKey'), ...more },
});
/** Resolves when the server has received `count` requests. */
async function untilReceived(count: number): Promise<void> {
  while (received.length < count) await new Promise<void>((resolve) => (onReceived = resolve));
}

test('a webhook reports the end of a job, signed and without results', async () => {
  const { worker } = await bench.startWorker(allowed);
  const jobId = await bench.submit(device, hook());
  await untilReceived(1);
  const [{ headers, body } = { headers: {}, body: '' }] = received;
  const { enqueued_at: enqueued, ended_at: ended } = await bench.ended(jobId);
  expect(JSON.parse(body)).toEqual({
    job_id: jobId,
    status: 'finished',
    enqueued_at: enqueued,
    completed_at: ended,
  });
  expect(headers['x-naas-signature-256']).toBe(
    `sha256=${createHmac('sha256', 'S3cretKey').update(body).digest('hex')}`,
  );
  expect(headers['x-naas-signature']).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
  await worker.stop();
  expect(await bench.client.redis.zcard(keys.webhooks())).toBe(0);
});

test('a job that was cancelled while no worker ran is reported by the next worker', async () => {
  const jobId = await bench.submit(device, hook());
  await bench.client.jobs.cancel(jobId);
  const { worker } = await bench.startWorker(allowed);
  await untilReceived(1);
  expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ job_id: jobId, status: 'cancelled' });
  await worker.stop();
});

test('a redirect is not followed, and the final failure is audited without URL or secret', async () => {
  statuses.push(302);
  const { worker, logged, logLines, audit } = await bench.startWorker(allowed);
  const jobId = await bench.submit(device, hook());
  await logged('webhook given up');
  expect(received).toHaveLength(1);
  expect(await audit.recorded('webhook.failed')).toMatchObject({
    request_id: jobId,
    attempts: 1,
    reason: 'HTTP_302',
  });
  expect(`${logLines.join('')}${JSON.stringify(audit.lines)}`).not.toMatch(/S3cret/);
  await worker.stop();
});

test('a webhook is postponed after a temporary failure, not given up', async () => {
  statuses.push(503);
  const { worker, logged } = await bench.startWorker(allowed);
  const jobId = await bench.submit(device, hook());
  await logged('webhook will be sent again');
  await worker.stop();
  expect(Number(await bench.client.redis.zscore(keys.webhooks(), jobId))).toBeGreaterThan(Date.now());
  await bench.client.redis.zadd(keys.webhooks(), 1, jobId);
  const next = await bench.startWorker(allowed);
  await untilReceived(2);
  await next.worker.stop();
  expect(received[1]?.body).toBe(received[0]?.body);
});

test('a private address that is not allowed is not called', async () => {
  const { worker, logged } = await bench.startWorker({ WEBHOOK_ALLOW_HTTP: 'true' });
  await bench.submit(device, hook({ url: url().replace('127.0.0.1', 'localhost') }));
  expect(await logged('webhook given up')).toMatch(/URL_NOT_ALLOWED|ADDRESS_NOT_ALLOWED/);
  expect(received).toHaveLength(0);
  await worker.stop();
});

test('url and secret are sealed in Redis', async () => {
  await bench.submit(device, hook());
  await bench.client.redis.config('SET', 'rdbcompression', 'no');
  expect(await bench.dump()).not.toMatch(/S3cret/);
});
