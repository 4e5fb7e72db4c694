import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  accepted,
  errorAnswer,
  failedJob,
  finishedJob,
  jobOutput,
  ok,
  startTestApi,
  testJobId,
  type TestApi,
} from '@naas/client/testing';
import { runCli, startCli, type CliOptions } from '../testing/run-cli.js';

const submit = 'POST /v2/send-config';
const finished = finishedJob(jobOutput('config_set_output', 'r1(config)#'), jobOutput('save_output', '[OK]'));

let api: TestApi;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'naas-cli-'));
  api = await startTestApi();
  api.answer(submit, accepted());
  api.answer(`GET /v2/jobs/${testJobId}`, ok(finished));
});
afterEach(async () => {
  await api.close();
  await rm(directory, { recursive: true });
});

const environment = () => ({ NAAS_URL: api.url, NAAS_USERNAME: 'ops', NAAS_PASSWORD: 'secret' });
const command = (args: readonly string[]) => ['send-config', '-H', '192.0.2.1', ...args];
const run = (args: readonly string[], options: CliOptions = {}) =>
  runCli(command(args), { environment: environment(), ...options });
const sent = (): unknown => JSON.parse(api.requests[0]!.body);

describe('the lines', () => {
  test('come from the arguments', async () => {
    expect(await run(['interface Gi0/1', ' description uplink'])).toMatchObject({ exitCode: 0 });
    expect(sent()).toEqual({ host: '192.0.2.1', commands: ['interface Gi0/1', ' description uplink'] });
  });

  test('come from a file, without blank lines and comments', async () => {
    const file = join(directory, 'changes.cfg');
    await writeFile(file, '! change 42\ninterface Gi0/1\n\n description uplink\n!\n');
    await run(['-f', file, '--save', '--commit']);
    expect(sent()).toEqual({
      host: '192.0.2.1',
      commands: ['interface Gi0/1', ' description uplink'],
      save_config: true,
      commit: true,
    });
  });

  test.each([[['-']], [['--file', '-']]])('come from standard input with %p', async (args) => {
    await run(args, { input: 'hostname r1\n' });
    expect(sent()).toMatchObject({ commands: ['hostname r1'] });
  });

  test.each([
    ['are missing', [], 'no configuration lines'],
    ['come from two places', ['-f', 'x.cfg', 'hostname r1'], 'not both'],
    ['are comments only', ['!', ''], 'only blank lines and comments'],
    ['are in a file that does not exist', ['-f', '/nowhere/x.cfg'], '/nowhere/x.cfg (ENOENT)'],
  ])('exit 2, with nothing sent, when they %s', async (_, args, text) => {
    const { stderr, exitCode } = await run(args);
    expect(stderr).toContain(text);
    expect(exitCode).toBe(2);
    expect(api.requests).toHaveLength(0);
  });

  test('exit 2 instead of waiting when standard input is a terminal', async () => {
    const { stdout, exitCode } = await run(['-'], { terminal: true });
    expect(stdout).toContain('which is a terminal');
    expect(exitCode).toBe(2);
  });
});

describe('a push', () => {
  test('has a new idempotency key each time, or the one given', async () => {
    await run(['hostname r1']);
    await run(['hostname r1']);
    await run(['--idempotency-key', 'change-42', 'hostname r1']);
    const keys = api.requests
      .filter(({ method }) => method === 'POST')
      .map(({ headers }) => headers['x-idempotency-key']);
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe('change-42');
  });

  test('whose answer was lost is sent again with the same key', async () => {
    api.answer(submit, 'reset', accepted());
    expect(await run(['hostname r1'])).toMatchObject({ exitCode: 0 });
    const [first, second] = api.requests;
    expect(second!.headers['x-idempotency-key']).toBe(first!.headers['x-idempotency-key']);
  });

  test('with an unknown outcome says how to repeat it safely', async () => {
    api.answer(submit, 'reset');
    const { stderr, exitCode } = await run(['hostname r1']);
    expect(stderr).toContain(`--idempotency-key ${String(api.requests[0]!.headers['x-idempotency-key'])}.\n`);
    expect(exitCode).toBe(2);
  });

  test('that was refused has no such advice', async () => {
    api.answer(submit, errorAnswer('UNKNOWN_CONTEXT'));
    expect((await run(['hostname r1'])).stderr).not.toContain('--idempotency-key');
  });

  test('interrupted before its answer exits 130 and says how to repeat it safely', async () => {
    api.answer(submit, 'silence');
    const cli = startCli(command(['hostname r1']), { environment: environment() });
    await api.seen(1);
    cli.signal('SIGINT');
    const { stderr, exitCode } = await cli.ended;
    expect(stderr).toContain(`--idempotency-key ${String(api.requests[0]!.headers['x-idempotency-key'])}`);
    expect(exitCode).toBe(130);
  });

  test('shows its steps by name', async () => {
    const { stdout } = await run(['--text', 'hostname r1']);
    expect(stdout).toMatch(/^==> configuration \(12 ms\)\nr1\(config\)#\n\n==> save \(12 ms\)\n\[OK\]\n/);
  });

  test('that the device rejected exits 1 and shows how far it came', async () => {
    const outputs = [jobOutput('config_set_output', 'r1(config)#frob\n% Invalid input', { refused: true })];
    api.answer(
      `GET /v2/jobs/${testJobId}`,
      ok(
        failedJob({
          kind: 'send-config',
          outputs,
          error: 'The device refused line 2.',
          error_code: 'CONFIG_REJECTED',
        }),
      ),
    );
    const { stdout, stderr, exitCode } = await run(['--text', 'hostname r1', 'frob']);
    expect(stdout).toContain('==> configuration (refused by the device, 12 ms)\nr1(config)#frob');
    expect(stderr).toContain('failed with CONFIG_REJECTED: The device refused line 2.\n      Not retryable:');
    expect(exitCode).toBe(1);
  });
});
