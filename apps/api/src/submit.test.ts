import { randomUUID } from 'node:crypto';
import { startTestApi, type TestApi } from './testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const body = { host: '192.0.2.1', commands: ['show version'] };

test('202 with id, place in the queue and Location for a command', async () => {
  const { status, headers, json } = await api.ask('/v2/send-command', { json: body });
  expect([status, json]).toMatchObject([202, { message: 'Job enqueued', timeout: 120, idempotent: false, deduplicated: false }]);
  expect(json['queue_position']).toBeGreaterThanOrEqual(1);
  expect(headers.get('location')).toBe(`/v2/jobs/${json['job_id']}`);
  expect(headers.get('x-request-id')).toBe(json['job_id']);
});
