import { urlOf } from '@naas/core';
import { startTestRedis, testSettings, type TestRedis } from '@naas/core/testing';
import { createMetrics } from './metrics.js';
import { startStatusServer } from './status-server.js';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.close());

async function request(
  path: string,
  { more = {}, ...init }: RequestInit & { readonly more?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  const server = await startStatusServer(
    testSettings(redis.url, { WORKER_HTTP_PORT: '0', ...more }),
    createMetrics({ activeJobs: () => 3 }).registry,
  );
  const response = await fetch(`${urlOf(server)}${path}`, init);
  server.close();
  server.closeAllConnections();
  return response;
}
const token = { METRICS_TOKEN: 'token-1' };

test('200 from /livez and /metrics', async () => {
  expect((await request('/livez')).status).toBe(200);
  expect((await request('/metrics')).status).toBe(200);
});

test('404 for other paths and for /metrics without METRICS_ENABLED, 405 for other methods', async () => {
  expect((await request('/')).status).toBe(404);
  expect((await request('/metrics', { more: { METRICS_ENABLED: 'false' } })).status).toBe(404);
  expect((await request('/livez', { method: 'POST' })).status).toBe(405);
});

test('401 from /metrics without METRICS_TOKEN or with a wrong token, 200 with it', async () => {
  expect((await request('/metrics', { more: token })).status).toBe(401);
  expect(
    (await request('/metrics', { more: token, headers: { authorization: 'Bearer token-2' } })).status,
  ).toBe(401);
  expect(
    (await request('/metrics', { more: token, headers: { authorization: 'Bearer token-1' } })).status,
  ).toBe(200);
});
