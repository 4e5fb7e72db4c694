import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accepted, errorAnswer, startTestApi, type TestApi } from '@naas/client/testing';
import { runCli, startCli, type CliOptions } from '../testing/run-cli.js';

const password = 'canary-password-4711';
const enable = 'canary-enable-0815';
const submit = 'POST /v2/send-command';
const args = ['send-command', '-H', '192.0.2.1', '--no-wait', 'show version'];

let api: TestApi;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'naas-cli-'));
  api = await startTestApi();
  api.answer(submit, accepted());
});
afterEach(async () => {
  await api.close();
  await rm(directory, { recursive: true });
});

const withUrl = (environment: Readonly<Record<string, string>> = {}) => ({
  environment: { NAAS_URL: api.url, ...environment },
});
const caller = () =>
  Buffer.from(api.requests[0]!.headers.authorization!.replace('Basic ', ''), 'base64').toString();

describe('credentials', () => {
  test('come from the environment', async () => {
    await runCli(args, withUrl({ NAAS_USERNAME: 'ops', NAAS_PASSWORD: password }));
    expect(caller()).toBe(`ops:${password}`);
  });

  test('come from options and files before the environment', async () => {
    const [passwordFile, enableFile] = [join(directory, 'pw'), join(directory, 'en')];
    await writeFile(passwordFile, `${password}\n`);
    await writeFile(enableFile, `${enable}\r\n`);
    await runCli(
      [...args, '-u', 'night', '--password-file', passwordFile, '--enable-file', enableFile],
      withUrl({ NAAS_USERNAME: 'ops', NAAS_PASSWORD: 'other', NAAS_ENABLE: 'other' }),
    );
    expect(caller()).toBe(`night:${password}`);
    expect(JSON.parse(api.requests[0]!.body)).toMatchObject({ enable });
  });

  test('are asked for on a terminal, secrets without echo', async () => {
    const cli = startCli([...args, '--ask-enable'], { ...withUrl(), terminal: true });
    await cli.wrote(/Username: /);
    cli.type('ops\r');
    await cli.wrote(/Password of ops: /);
    cli.type(`${password}\r`);
    await cli.wrote(/Enable secret: /);
    cli.type(`${enable}\r`);
    const { stdout, exitCode } = await cli.ended;
    expect(exitCode).toBe(0);
    expect(caller()).toBe(`ops:${password}`);
    expect(JSON.parse(api.requests[0]!.body)).toMatchObject({ enable });
    expect(stdout).not.toMatch(/canary/);
  });

  test('are not sent after Ctrl-C at the question, which exits 130', async () => {
    const cli = startCli(args, { ...withUrl({ NAAS_USERNAME: 'ops' }), terminal: true });
    await cli.wrote(/Password of ops: /);
    cli.type('\u0003');
    const { stdout, exitCode } = await cli.ended;
    expect(stdout).toContain('nothing was sent');
    expect(exitCode).toBe(130);
    expect(api.requests).toHaveLength(0);
  });

  test.each([
    ['user name', {}, 'no user name; use --username or set NAAS_USERNAME.'],
    ['password', { NAAS_USERNAME: 'ops' }, 'no password; use --password-file or set NAAS_PASSWORD.'],
  ])(
    'without a %s exit 2 where there is no terminal, and say how to set it',
    async (_, environment, text) => {
      expect(await runCli(args, withUrl(environment))).toEqual({
        stdout: '',
        stderr: `naas: ${text}\n`,
        exitCode: 2,
      });
    },
  );

  test.each([
    ['is missing', 'nowhere', '(ENOENT)'],
    ['is empty', 'empty', 'is empty'],
  ])('from a password file that %s exit 2', async (_, name, text) => {
    await writeFile(join(directory, 'empty'), '\n');
    const { stderr, exitCode } = await runCli(
      [...args, '--password-file', join(directory, name)],
      withUrl({ NAAS_USERNAME: 'ops' }),
    );
    expect(stderr).toContain(text);
    expect(exitCode).toBe(2);
  });
});

test('no option takes a secret, which ps would show', async () => {
  expect(await runCli([...args, '--password', password], withUrl())).toMatchObject({
    stderr: "naas: unknown option '--password'. See --help.\n",
    exitCode: 2,
  });
});

test.each<[string, string[], CliOptions]>([
  ['in text', ['--text'], {}],
  ['in JSON', ['--json'], {}],
  ['on a terminal', [], { terminal: true }],
])('no secret is printed %s, whatever happens', async (_, form, options) => {
  api.answer(
    submit,
    accepted(),
    errorAnswer('UNAUTHENTICATED'),
    errorAnswer('INTERNAL_ERROR'),
    { status: 200, body: '<html>' },
    'reset',
  );
  const environment = {
    NAAS_URL: api.url,
    NAAS_USERNAME: 'ops',
    NAAS_PASSWORD: password,
    NAAS_ENABLE: enable,
  };
  const codes: (number | null)[] = [];
  for (let call = 0; call < 5; call += 1) {
    const { stdout, stderr, exitCode } = await runCli([...args, ...form], { ...options, environment });
    codes.push(exitCode);
    for (const secret of [password, enable, Buffer.from(`ops:${password}`).toString('base64')])
      expect(stdout + stderr).not.toContain(secret);
  }
  expect(codes).toEqual([0, 3, 2, 2, 2]);
});
