import { urlOf } from '@naas/core';
import { startTestRedis, testSettings, type TestRedis } from '@naas/core/testing';
import { createMetrics } from './metrics.js';
import { startStatusServer } from './status-server.js';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.close());

async function ask(
  path: string,
  { more = {}, ...init }: RequestInit & { readonly more?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  const server = await startStatusServer(
    testSettings(redis.url, { WORKER_HTTP_PORT: '0', ...more }),
    createMetrics({ activeJobs: () => 3 }).registry,
  );
  const answer = await fetch(`${urlOf(server)}${path}`, init);
  server.close();
  server.closeAllConnections();
  return answer;
}
const token = { METRICS_TOKEN: 'token-1' };

test('200 from /livez and /metrics', async () => {
  expect((await ask('/livez')).status).toBe(200);
  expect((await ask('/metrics')).status).toBe(200);
});

test('404 elsewhere, and from /metrics where METRICS_ENABLED is off; 405 for other methods', async () => {
  expect((await ask('/')).status).toBe(404);
  expect((await ask('/metrics', { more: { METRICS_ENABLED: 'false' } })).status).toBe(404);
  expect((await ask('/livez', { method: 'POST' })).status).toBe(405);
});

test('401 from /metrics without METRICS_TOKEN or with a wrong one, 200 with it', async () => {
  expect((await ask('/metrics', { more: token })).status).toBe(401);
  expect((await ask('/metrics', { more: token, headers: { authorization: 'Bearer token-2' } })).status).toBe(
    401,
  );
  expect((await ask('/metrics', { more: token, headers: { authorization: 'Bearer token-1' } })).status).toBe(
    200,
  );
});
