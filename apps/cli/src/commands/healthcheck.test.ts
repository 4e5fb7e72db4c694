import { health, ok, startTestApi, type TestApi } from '@naas/client/testing';
import { runCli } from '../testing/run-cli.js';

const route = 'GET /healthcheck';
let api: TestApi;

beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api.close());

const run = (args: readonly string[] = []) => runCli(['healthcheck', '--url', api.url, ...args]);

test('a healthy service exits 0 and needs no credentials', async () => {
  api.answer(route, ok(health()));
  const { stdout, exitCode } = await run();
  expect(JSON.parse(stdout)).toEqual(health());
  expect(exitCode).toBe(0);
});

test('--text prints a small table', async () => {
  api.answer(route, ok(health()));
  expect((await run(['--text'])).stdout).toBe(
    'service      healthy  version 0.1.0, up 2 h 3 min\n' +
      'redis        healthy\n' +
      'queue        healthy  3 jobs waiting\n' +
      'workers      healthy  2 workers, 5 active jobs\n' +
      'failed jobs           1 kept\n',
  );
});

test.each(['degraded', 'no_workers'] as const)('a service that is %s exits 2', async (status) => {
  const components = {
    redis: { status: 'unavailable' },
    queue: { status: 'unavailable', depth: null },
    workers: { status: 'unavailable', count: null, active_jobs: null },
    failed_jobs: null,
  } as const;
  api.answer(route, ok(health({ status, components })));
  const { stdout, exitCode } = await run(['--text']);
  expect(stdout).toMatch(new RegExp(`^service +${status} `));
  expect(stdout).not.toMatch(/null|failed jobs/);
  expect(exitCode).toBe(2);
});

test('an unreachable API exits 2 with one sentence', async () => {
  const { url } = api;
  await api.close();
  const { stdout, stderr, exitCode } = await run();
  expect(stdout).toBe('');
  expect(stderr).toBe(`naas: nothing listens at ${url}; check the URL and that the API is running.\n`);
  expect(exitCode).toBe(2);
  api = await startTestApi();
});
