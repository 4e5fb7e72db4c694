import {
  errorAnswer,
  failedJob,
  finishedJob,
  jobOutput,
  jobResult,
  ok,
  startTestApi,
  testJobId,
  type TestApi,
} from '@naas/client/testing';
import { runCli, startCli, type CliOptions } from '../testing/run-cli.js';

const route = `GET /v2/jobs/${testJobId}`;
let api: TestApi;

beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api.close());

const environment = () => ({ NAAS_URL: api.url, NAAS_USERNAME: 'ops', NAAS_PASSWORD: 'secret' });
const get = (args: readonly string[] = [], options: CliOptions = {}) =>
  runCli(['jobs', 'get', testJobId, ...args], { environment: environment(), ...options });

describe('jobs get', () => {
  test('shows a queued job and exits 0', async () => {
    api.answer(route, ok(jobResult()));
    expect(await get(['--text'])).toEqual({
      stdout: `queued, 192.0.2.1:22 cisco_ios, job ${testJobId}\n`,
      stderr: '',
      exitCode: 0,
    });
    expect(api.requests[0]!.headers.prefer).toBeUndefined();
  });

  test('shows a failed job and exits 1', async () => {
    api.answer(route, ok(failedJob()));
    expect(await get()).toMatchObject({ stderr: expect.stringContaining('AUTH_FAILURE'), exitCode: 1 });
  });

  test('waits with --wait', async () => {
    api.answer(
      route,
      ok(jobResult({ status: 'started' })),
      ok(finishedJob(jobOutput('show clock', '03:00'))),
    );
    const { stdout, exitCode } = await get(['--wait']);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'finished' });
    expect(exitCode).toBe(0);
    expect(api.requests[0]!.headers.prefer).toBe('wait=60');
  });

  test('an unknown job exits 2, a job of another caller exits 3', async () => {
    expect(await get()).toMatchObject({ stdout: '', exitCode: 2 });
    api.answer(route, errorAnswer('FORBIDDEN'));
    expect(await get()).toMatchObject({ stdout: '', exitCode: 3 });
  });
});

describe('a wait that ends early', () => {
  test('at --timeout exits 4 and says that the job continues and how to fetch it', async () => {
    api.answer(route, 'silence');
    const { stdout, stderr, exitCode } = await get([
      '--wait',
      '--timeout',
      '0.1',
      '--username',
      'night shift',
    ]);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      `naas: job ${testJobId} did not end within 0.1 s.\n` +
        `      The job continues. Fetch it with: naas jobs get ${testJobId} --wait --username 'night shift'\n`,
    );
    expect(exitCode).toBe(4);
  });

  test('at --timeout with --json has the job id in the error', async () => {
    api.answer(route, 'silence');
    const { stderr, exitCode } = await get(['--wait', '--timeout', '0.1', '--json']);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'TIMEOUT', job_id: testJobId });
    expect(exitCode).toBe(4);
  });

  test('with Ctrl-C exits 130 and says that the job continues', async () => {
    api.answer(route, 'silence');
    const cli = startCli(['jobs', 'get', testJobId, '--wait'], { environment: environment() });
    await api.seen(1);
    cli.signal('SIGINT');
    const { stderr, exitCode } = await cli.ended;
    expect(stderr).toContain(`The job continues. Fetch it with: naas jobs get ${testJobId} --wait`);
    expect(exitCode).toBe(130);
  });

  test('with Ctrl-C on a terminal clears the spinner first', async () => {
    api.answer(route, ok(jobResult({ status: 'started' })));
    const cli = startCli(['jobs', 'get', testJobId, '--wait'], {
      environment: environment(),
      terminal: true,
    });
    await cli.wrote(/\r\u001b\[K[|/\\-] started, 1 s/);
    cli.type('\u0003');
    const { stdout, exitCode } = await cli.ended;
    expect(stdout).toMatch(
      /started, \d s(\^C)?\r\u001b\[K\u001b\[31mnaas:\u001b\[39m interrupted\.\r\n {6}The job continues\./,
    );
    expect(exitCode).toBe(130);
  });
});

test('a wait for a job that does not exist does not say that the job continues', async () => {
  const { stderr, exitCode } = await get(['--wait']);
  expect(stderr).not.toContain('continues');
  expect(exitCode).toBe(2);
});

describe('jobs cancel', () => {
  test('exits 0 once the job is cancelled', async () => {
    api.answer(`DELETE /v2/jobs/${testJobId}`, { status: 204 });
    const { stdout, exitCode } = await runCli(['jobs', 'cancel', testJobId], { environment: environment() });
    expect(JSON.parse(stdout)).toEqual({ job_id: testJobId, status: 'cancelled' });
    expect(exitCode).toBe(0);
  });

  test('exits 2 when the job has ended', async () => {
    api.answer(`DELETE /v2/jobs/${testJobId}`, errorAnswer('JOB_ENDED'));
    expect(await runCli(['jobs', 'cancel', testJobId], { environment: environment() })).toMatchObject({
      stdout: '',
      exitCode: 2,
    });
  });
});
