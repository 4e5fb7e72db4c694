import { startTestSentinel, type TestSentinel } from '@naas/core/testing';
import { commandBody } from '../testing/bodies.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

jest.setTimeout(60_000);

let sentinel: TestSentinel;
let api: TestApi;
beforeEach(async () => {
  sentinel = await startTestSentinel({ password: 'redis-secret' });
  api = await startTestApi(sentinel.environment);
});
afterEach(async () => {
  await api.close();
  await sentinel.close();
});

let submitted = 0;
/** Submits a job that differs from all others. */
const submit = () =>
  api.ask('/v2/send-command', { json: { ...commandBody, tags: { n: `${(submitted += 1)}` } } });

test.each([
  ['the sentinels change the master', () => sentinel.failover()],
  ['the master dies', () => sentinel.nodes[0].kill().then(() => sentinel.failedOver())],
  [
    'the master hangs',
    () => {
      sentinel.nodes[0].freeze();
      return sentinel.failedOver();
    },
  ],
])('202, 503 or 504 and nothing else while %s; then everything works again', async (_, change) => {
  const kept = String((await submit()).json['job_id']);
  expect(await api.worker.redis.wait(1, 5000)).toBe(1);
  let isOver = false;
  const isUnderWay = (): boolean => !isOver;
  const changed = change().then(() => (isOver = true));
  const statuses = new Set<number>();
  while (isUnderWay()) statuses.add((await submit()).status);
  await changed;
  for (;;) {
    const { status } = await submit();
    statuses.add(status);
    if (status === 202) break;
  }
  for (const status of statuses) expect([202, 503, 504]).toContain(status);
  expect((await api.ask(`/v2/jobs/${kept}`)).status).toBe(200);

  const waited = api.ask(`/v2/jobs/${kept}`, { headers: { prefer: 'wait=10' } });
  await api.worker.jobs.cancel(kept); // the end is published over pub/sub
  expect((await waited).json).toMatchObject({ status: 'cancelled' });
});
