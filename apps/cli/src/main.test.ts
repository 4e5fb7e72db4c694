import { finishedJob, jobOutput, ok, startTestApi, testJobId, type TestApi } from '@naas/client/testing';
import { runCli, startCli } from './testing/run-cli.js';

test.each([
  [['--help'], /Usage: naas .*Exit codes: 0 done/s],
  [
    ['send-command', '--help'],
    /Examples:\n {2}naas send-command -H 192\.0\.2\.1 -p cisco_ios "show version"/,
  ],
  [
    ['send-config', '--help'],
    /Examples:\n {2}naas send-config -H 192\.0\.2\.1 -p cisco_ios -f changes\.cfg --save/,
  ],
  [['--version'], /^\d+\.\d+\.\d+\n$/],
])('%p prints to standard output and exits 0', async (args, pattern) => {
  const { stdout, stderr, exitCode } = await runCli(args);
  expect(stdout).toMatch(pattern);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
});

test.each([
  ['no command', [], /naas: no command\. See naas --help\.\n$/],
  [
    'an unknown command',
    ['send-comand'],
    /^naas: unknown command 'send-comand' \(Did you mean send-command\?\)\. See --help\.\n$/,
  ],
  ['an unknown option', ['healthcheck', '--nope'], /^naas: unknown option '--nope'\. See --help\.\n$/],
  ['a missing host', ['send-command', 'show version'], /required option '-H, --host <host>'/],
  ['no show command', ['send-command', '-H', 'r1'], /missing required argument 'command'/],
  [
    'a port that is not a number',
    ['send-command', '-H', 'r1', '--port', 'ssh', 'x'],
    /'--port <number>' argument 'ssh' is invalid\. It must be a whole number\./,
  ],
  ['two output formats at once', ['healthcheck', '--json', '--text'], /cannot be used with/],
])('%s exits 2 with a sentence on standard error', async (_, args, pattern) => {
  const { stdout, stderr, exitCode } = await runCli(args);
  expect(stdout).toBe('');
  expect(stderr).toMatch(pattern);
  expect(exitCode).toBe(2);
});

test('wrong usage with --json is a JSON error', async () => {
  const { stderr, exitCode } = await runCli(['send-command', '--json', 'show version']);
  expect(JSON.parse(stderr)).toMatchObject({ code: 'USAGE', error: expect.stringContaining('--host') });
  expect(exitCode).toBe(2);
});

describe('a large result', () => {
  const text = 'line\n'.repeat(400_000);
  let api: TestApi;

  beforeEach(async () => {
    api = await startTestApi();
    api.answer(`GET /v2/jobs/${testJobId}`, ok(finishedJob(jobOutput('show log', text))));
  });
  afterEach(() => api.close());

  const start = () =>
    startCli(['jobs', 'get', testJobId, '--text'], {
      environment: { NAAS_URL: api.url, NAAS_USERNAME: 'ops', NAAS_PASSWORD: 'secret' },
    });

  test('arrives whole in a pipe', async () => {
    expect((await start().ended).stdout).toContain(`==> show log (12 ms)\n${text}\nfinished`);
  });

  test('is not an error when the reader closes the pipe early', async () => {
    const cli = start();
    cli.stopReading();
    expect(await cli.ended).toMatchObject({ stderr: '', exitCode: 0 });
  });
});
