import {
  accepted,
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
import { runCli, type CliOptions } from '../testing/run-cli.js';

const submit = 'POST /v2/send-command';
const job = `GET /v2/jobs/${testJobId}`;
const finished = finishedJob(
  jobOutput('show version', 'Cisco IOS Software'),
  jobOutput('show foo', '% Invalid input', { refused: true }),
);

let api: TestApi;

beforeEach(async () => {
  api = await startTestApi();
  api.answer(submit, accepted());
  api.answer(job, ok(finished));
});
afterEach(() => api.close());

const environment = () => ({ NAAS_URL: api.url, NAAS_USERNAME: 'ops', NAAS_PASSWORD: 'secret' });
const run = (args: readonly string[], options: CliOptions = {}) =>
  runCli(['send-command', '-H', '192.0.2.1', ...args], {
    ...options,
    environment: { ...environment(), ...options.environment },
  });

test('in a pipe it prints the JobResult as JSON and exits 0', async () => {
  const { stdout, stderr, exitCode } = await run(['show version', 'show foo']);
  expect(JSON.parse(stdout)).toEqual(finished);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
});

test('on a terminal it prints each output under its heading, marks the refused one and exits 0', async () => {
  const { stdout, exitCode } = await run(['show version', 'show foo'], {
    terminal: true,
    environment: { NO_COLOR: '1' },
  });
  expect(stdout.replaceAll('\r\n', '\n')).toBe(
    '==> show version (12 ms)\nCisco IOS Software\n\n==> show foo (refused by the device, 12 ms)\n% Invalid input\n\n' +
      `finished in 400 ms, 1 refused by the device, 192.0.2.1:22 cisco_ios, job ${testJobId}\n`,
  );
  expect(exitCode).toBe(0);
});

test('it has colours on a terminal and none in a pipe, even with --text', async () => {
  expect((await run(['show version'], { terminal: true })).stdout).toContain('\u001b[32mfinished');
  expect((await run(['--text', 'show version'])).stdout).toMatch(/^==> show version \(12 ms\)\n/);
});

test('a dumb terminal gets no colours', async () => {
  const { stdout } = await run(['show version'], { terminal: true, environment: { TERM: 'dumb' } });
  expect(stdout).toContain('finished in 400 ms');
  expect(stdout).not.toContain('\u001b');
});

test('escape sequences of a device do not reach the terminal', async () => {
  api.answer(job, ok(finishedJob(jobOutput('show banner', 'before \u001b]0;owned\u0007 after'))));
  const { stdout } = await run(['show banner'], { terminal: true });
  expect(stdout).toContain('before ^[]0;owned^G after');
});

test('the body has every option that was given, and no other', async () => {
  await run([
    ...['-p', 'arista_eos', '--port', '2222', '--context', 'dmz'],
    ...['--read-timeout', '90', '--conn-timeout', '5.5', '--expect', 'confirm'],
    ...['--tag', 'site=berlin', '--tag', 'ticket=CHG-1'],
    ...['--idempotency-key', 'k1', 'show version'],
  ]);
  await run(['show version']);
  const [full, bare] = api.requests.filter(({ method }) => method === 'POST');
  expect(JSON.parse(full!.body)).toEqual({
    host: '192.0.2.1',
    platform: 'arista_eos',
    port: 2222,
    context: 'dmz',
    read_timeout: 90,
    conn_timeout: 5.5,
    expect_string: 'confirm',
    tags: { site: 'berlin', ticket: 'CHG-1' },
    commands: ['show version'],
  });
  expect(full!.headers['x-idempotency-key']).toBe('k1');
  expect(JSON.parse(bare!.body)).toEqual({ host: '192.0.2.1', commands: ['show version'] });
  expect(bare!.headers['x-idempotency-key']).toBeUndefined();
});

test('the enable secret comes from NAAS_ENABLE and an empty variable counts as unset', async () => {
  await run(['show version'], { environment: { NAAS_ENABLE: 'lab-enable' } });
  await run(['show version'], { environment: { NAAS_ENABLE: '' } });
  const [given, unset] = api.requests
    .filter(({ method }) => method === 'POST')
    .map(({ body }): unknown => JSON.parse(body));
  expect(given).toMatchObject({ enable: 'lab-enable' });
  expect(unset).not.toHaveProperty('enable');
});

describe('--no-wait', () => {
  test('prints the JobAccepted in a pipe and makes no other request', async () => {
    const { stdout, exitCode } = await run(['--no-wait', 'show version']);
    expect(JSON.parse(stdout)).toMatchObject({ job_id: testJobId, message: 'Job enqueued' });
    expect(exitCode).toBe(0);
    expect(api.requests).toHaveLength(1);
  });

  test('prints only the job id with --text', async () => {
    expect(await run(['--no-wait', '--text', 'show version'])).toEqual({
      stdout: `${testJobId}\n`,
      stderr: '',
      exitCode: 0,
    });
  });

  test('says on a terminal how to fetch the job', async () => {
    const { stdout } = await run(['--no-wait', 'show version'], { terminal: true });
    expect(stdout).toContain(`${testJobId}\r\nFetch it with: naas jobs get ${testJobId} --wait`);
  });
});

describe('a failed job exits 1', () => {
  const failed = failedJob({
    outputs: [jobOutput('show version', 'IOS')],
    error: 'No prompt came within 30 s.',
    error_code: 'READ_TIMEOUT',
    error_retryable: true,
  });

  test('with its outputs on a terminal, then code, reason, advice and the commands before the failure', async () => {
    api.answer(job, ok(failed));
    const { stdout, exitCode } = await run(['show version', 'show tech'], {
      terminal: true,
      environment: { NO_COLOR: '1' },
    });
    expect(stdout.replaceAll('\r\n', '\n')).toBe(
      `==> show version (12 ms)\nIOS\n\nfailed in 400 ms, 192.0.2.1:22 cisco_ios, job ${testJobId}\n` +
        `naas: job ${testJobId} failed with READ_TIMEOUT: No prompt came within 30 s.\n` +
        '      Retryable: the same request may succeed later.\n' +
        '      The output before that is shown above: show version.\n',
    );
    expect(exitCode).toBe(1);
  });

  test('with the JobResult on standard output and one sentence on standard error in a pipe', async () => {
    api.answer(job, ok(failed));
    const { stdout, stderr, exitCode } = await run(['show version']);
    expect(JSON.parse(stdout)).toEqual(failed);
    expect(stderr).toBe(`naas: job ${testJobId} failed with READ_TIMEOUT: No prompt came within 30 s.\n`);
    expect(exitCode).toBe(1);
  });

  test('with a JSON error on standard error with --json', async () => {
    api.answer(job, ok(failed));
    const { stderr, exitCode } = await run(['--json', 'show version']);
    expect(JSON.parse(stderr)).toEqual({
      error: 'No prompt came within 30 s.',
      code: 'READ_TIMEOUT',
      job_id: testJobId,
    });
    expect(exitCode).toBe(1);
  });

  test('even when the device refused the credentials: 3 is for the API itself', async () => {
    api.answer(job, ok(failedJob()));
    const { stderr, exitCode } = await run(['show version']);
    expect(stderr).toContain('AUTH_FAILURE');
    expect(exitCode).toBe(1);
  });

  test('and so does a cancelled job', async () => {
    api.answer(job, ok(jobResult({ status: 'cancelled', error: 'Cancelled after 1 of 2 commands.' })));
    const { stderr, exitCode } = await run(['--text', 'show version']);
    expect(stderr).toBe(`naas: job ${testJobId} was cancelled: Cancelled after 1 of 2 commands.\n`);
    expect(exitCode).toBe(1);
  });
});

describe('an error of the API', () => {
  const details = [
    { path: '/port', message: 'must be at most 65535' },
    { path: '/commands/0', message: 'must not be blank' },
  ];

  test('422 exits 2 with every fault on its own line', async () => {
    api.answer(submit, errorAnswer('VALIDATION_FAILED', { details }));
    const { stdout, stderr, exitCode } = await run(['--port', '99999', ' ']);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      'naas: One or more fields are invalid; details lists every fault.\n      /port: must be at most 65535\n' +
        '      /commands/0: must not be blank\n',
    );
    expect(exitCode).toBe(2);
  });

  test('422 with --json is the error body on standard error', async () => {
    api.answer(submit, errorAnswer('VALIDATION_FAILED', { details }));
    const { stdout, stderr, exitCode } = await run(['--json', 'show version']);
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'VALIDATION_FAILED',
      status: 422,
      details,
      request_id: expect.any(String),
    });
    expect(exitCode).toBe(2);
  });

  test.each([['UNAUTHENTICATED'], ['FORBIDDEN']] as const)('%s exits 3', async (code) => {
    api.answer(submit, errorAnswer(code));
    expect(await run(['show version'])).toMatchObject({ stdout: '', exitCode: 3 });
  });

  test('503 exits 2 and says when to try again', async () => {
    api.answer(submit, errorAnswer('NO_WORKERS', { headers: { 'retry-after': '30' } }));
    const { stderr, exitCode } = await run(['show version']);
    expect(stderr).toContain('      Try again in 30 s.\n');
    expect(exitCode).toBe(2);
  });
});

test('an earlier job of the same idempotency key is noted on standard error', async () => {
  api.answer(submit, accepted({ idempotent: true }));
  const { stdout, stderr } = await run(['show version']);
  expect(JSON.parse(stdout)).toEqual(finished);
  expect(stderr).toContain(`belongs to the earlier job ${testJobId}`);
});
