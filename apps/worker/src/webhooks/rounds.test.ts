import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createLog, keys, WebhookRules, Webhooks } from '@naas/core';
import { createTestAudit, testSettings } from '@naas/core/testing';
import { createMetrics } from '../metrics.js';
import { startTestBench, type TestBench } from '../testing/test-bench.js';
import { WebhookSender, type WebhookSenderTools } from './sender.js';

class CountedWebhooks extends Webhooks {
  leases = 0;
  override lease(most: number, leaseMs: number) {
    this.leases += 1;
    return super.lease(most, leaseMs);
  }
}

/** A receiver that counts what it is told. */
interface Receiver {
  readonly server: Server;
  readonly url: string;
  readonly host: string;
  heard: number;
}

const messageOf = Symbol.for('message'); // where winston keeps the line

let bench: TestBench;
const receivers: Receiver[] = [];
beforeAll(async () => {
  bench = await startTestBench({ JOB_DEDUP_ENABLED: 'false' });
});
afterAll(() => bench.close());
afterEach(async () => {
  for (const { server } of receivers.splice(0)) server.close().closeAllConnections();
  await bench.client.redis.del(keys.webhooks());
});

/** `status`: what it answers; nothing, ever, where it is not given. */
async function startReceiver(status?: number): Promise<Receiver> {
  const server = createServer((request, response) => {
    receiver.heard += 1;
    request.resume().on('end', () => status !== undefined && response.writeHead(status).end());
    server.emit('heard');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const receiver: Receiver = { server, host, url: `http://${host}/S3cretPath?token=S3cretQuery`, heard: 0 };
  receivers.push(receiver);
  return receiver;
}

async function hears(receiver: Receiver, count: number): Promise<void> {
  while (receiver.heard < count) await once(receiver.server, 'heard');
}

/** A sender whose rounds are made by hand. */
function openSender(more: Partial<WebhookSenderTools> = {}) {
  const settings = testSettings(bench.redis.url, {
    WEBHOOK_ALLOW_HTTP: 'true',
    WEBHOOK_ALLOW_HOSTS: '127.0.0.1',
  });
  const log = createLog(settings, 'naas-worker');
  for (const transport of log.transports) transport.silent = true;
  const logLines: string[] = [];
  log.on('data', (entry: Readonly<Record<symbol, string>>) => logLines.push(entry[messageOf] ?? ''));
  const audit = createTestAudit('naas-worker');
  const errors: unknown[] = [];
  const webhooks = new CountedWebhooks(bench.client);
  const sender = new WebhookSender({
    webhooks,
    rules: new WebhookRules(settings),
    settings,
    log,
    audit,
    metrics: createMetrics({ activeJobs: () => 0 }),
    onError: (error) => errors.push(error),
    ...more,
  });
  return { sender, webhooks, audit, logLines, errors };
}

/** Makes `count` jobs end that owe this receiver a webhook; their ids. */
async function owe({ url }: Receiver, count = 1): Promise<readonly string[]> {
  const jobIds = await Promise.all(
    Array.from({ length: count }, () =>
      bench.submit({ host: '192.0.2.1', port: 22 }, { webhook: { url, secret: null } }),
    ),
  );
  for (const jobId of jobIds) await bench.client.jobs.cancel(jobId);
  return jobIds;
}

test('a receiver that never answers holds 10 places; the others are told meanwhile', async () => {
  const [dead, live] = [await startReceiver(), await startReceiver(204)];
  const toDead = await owe(dead, 60);
  await owe(live);
  const { sender, webhooks, errors } = openSender();
  await sender.round();
  await Promise.all([hears(live, 1), hears(dead, 10)]);
  const attempts = () =>
    Promise.all(toDead.map((jobId) => bench.client.redis.hget(keys.job(jobId), 'webhook_attempts')));
  // what found no place is being given back
  while ((await attempts()).filter((count) => count !== '0').length > 10);
  expect((await attempts()).sort()).toEqual([
    ...Array.from({ length: 50 }, () => '0'),
    ...Array.from({ length: 10 }, () => '1'),
  ]);
  await owe(live);
  await sender.round();
  await hears(live, 2);
  expect(dead.heard).toBe(10);
  expect(webhooks.leases).toBeLessThanOrEqual(12); // 5 each round, and one for each place that became free
  const isIdle = sender.idle(5000);
  dead.server.closeAllConnections();
  expect([await isIdle, errors]).toEqual([true, []]);
});

test('one round is enough for many to one receiver that answers', async () => {
  const live = await startReceiver(204);
  await owe(live, 100);
  const { sender, errors } = openSender();
  await sender.round();
  await hears(live, 100);
  expect([await sender.idle(5000), errors]).toEqual([true, []]);
});

test('nothing is begun once the sender was told to end', async () => {
  const live = await startReceiver(204);
  await owe(live);
  const { sender, webhooks } = openSender();
  await sender.idle(0);
  await sender.round();
  expect([webhooks.leases, await bench.client.redis.zcard(keys.webhooks())]).toEqual([0, 1]);
});

test('a webhook is given up when its job expires before the next attempt', async () => {
  const receiver = await startReceiver(503);
  const [jobId] = await owe(receiver);
  const { sender, audit, logLines } = openSender({ backOffMs: () => 1e10 });
  await sender.round();
  expect(await audit.recorded('webhook.failed')).toMatchObject({
    request_id: jobId,
    attempts: 1,
    reason: 'JOB_EXPIRED',
  });
  expect(logLines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: 'warn', message: 'webhook given up', job_id: jobId, host: receiver.host, reason: 'JOB_EXPIRED' },
  ]);
  expect(logLines.join('')).not.toContain('S3cret');
  expect(await bench.client.redis.zcard(keys.webhooks())).toBe(0);
});

test('a webhook whose job has expired already is given up, not dropped in silence', async () => {
  const [jobId = ''] = await owe(await startReceiver(204));
  await bench.client.redis.del(keys.job(jobId));
  const { sender, audit, logLines } = openSender();
  await sender.round();
  expect(await audit.recorded('webhook.failed')).toMatchObject({
    request_id: jobId,
    attempts: 0,
    reason: 'JOB_EXPIRED',
  });
  expect(logLines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: 'warn', message: 'webhook given up', job_id: jobId, reason: 'JOB_EXPIRED' },
  ]);
});
