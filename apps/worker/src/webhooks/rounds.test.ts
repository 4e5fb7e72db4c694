import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createLog, keys, WebhookRules, Webhooks } from '@naas/core';
import { createTestAudit, testSettings } from '@naas/core/testing';
import { createMetrics } from '../metrics.js';
import { startTestBench, type TestBench } from '../testing/test-bench.js';
import { WebhookSender, type WebhookSenderTools } from './sender.js';

class CountedWebhooks extends Webhooks {
  leases = 0;
  override lease(max: number, leaseMs: number) {
    this.leases += 1;
    return super.lease(max, leaseMs);
  }
}

/** A receiver that counts its requests. */
interface Receiver {
  readonly server: Server;
  readonly url: string;
  readonly host: string;
  requests: number;
}

/** The property in which winston keeps the formatted line. */
const messageOf = Symbol.for('message');

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

/** `status`: the status it answers with. Default: it never answers. */
async function startReceiver(status?: number): Promise<Receiver> {
  const server = createServer((request, response) => {
    receiver.requests += 1;
    request.resume().on('end', () => status !== undefined && response.writeHead(status).end());
    server.emit('received');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const receiver: Receiver = {
    server,
    host,
    url: `http://${host}/S3cretPath?token=S3cretQuery`,
    requests: 0,
  };
  receivers.push(receiver);
  return receiver;
}

/** Resolves when a receiver has got `count` requests. */
async function untilReceived(receiver: Receiver, count: number): Promise<void> {
  while (receiver.requests < count) await once(receiver.server, 'received');
}

/** A sender whose rounds are started by the test. */
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

/** Ends `count` jobs with a webhook to this receiver. Resolves to their ids. */
async function endJobs({ url }: Receiver, count = 1): Promise<readonly string[]> {
  const jobIds = await Promise.all(
    Array.from({ length: count }, () =>
      bench.submit({ host: '192.0.2.1', port: 22 }, { webhook: { url, secret: null } }),
    ),
  );
  for (const jobId of jobIds) await bench.client.jobs.cancel(jobId);
  return jobIds;
}

test('a receiver that never answers occupies 10 requests, and other receivers get theirs meanwhile', async () => {
  const [dead, live] = [await startReceiver(), await startReceiver(204)];
  const toDead = await endJobs(dead, 60);
  await endJobs(live);
  const { sender, webhooks, errors } = openSender();
  await sender.round();
  await Promise.all([untilReceived(live, 1), untilReceived(dead, 10)]);
  const attempts = () =>
    Promise.all(toDead.map((jobId) => bench.client.redis.hget(keys.job(jobId), 'webhook_attempts')));
  // The webhooks beyond the limit are being returned.
  while ((await attempts()).filter((count) => count !== '0').length > 10);
  expect((await attempts()).sort()).toEqual([
    ...Array.from({ length: 50 }, () => '0'),
    ...Array.from({ length: 10 }, () => '1'),
  ]);
  await endJobs(live);
  await sender.round();
  await untilReceived(live, 2);
  expect(dead.requests).toBe(10);
  // 5 in each of two rounds, and one for each request to the live receiver that ended.
  expect(webhooks.leases).toBeLessThanOrEqual(12);
  const isIdle = sender.idle(5000);
  dead.server.closeAllConnections();
  expect([await isIdle, errors]).toEqual([true, []]);
});

test('one round sends many webhooks to a receiver that answers', async () => {
  const live = await startReceiver(204);
  await endJobs(live, 100);
  const { sender, errors } = openSender();
  await sender.round();
  await untilReceived(live, 100);
  expect([await sender.idle(5000), errors]).toEqual([true, []]);
});

test('no webhook is started after idle() was called', async () => {
  const live = await startReceiver(204);
  await endJobs(live);
  const { sender, webhooks } = openSender();
  await sender.idle(0);
  await sender.round();
  expect([webhooks.leases, await bench.client.redis.zcard(keys.webhooks())]).toEqual([0, 1]);
});

test('a webhook is given up when its job expires before the next attempt', async () => {
  const receiver = await startReceiver(503);
  const [jobId] = await endJobs(receiver);
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

test('giving up a webhook whose job has already expired is logged and audited', async () => {
  const [jobId = ''] = await endJobs(await startReceiver(204));
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
