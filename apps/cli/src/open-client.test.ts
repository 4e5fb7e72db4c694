import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { health, loopbackCertificate, ok, startTestApi, type TestApi } from '@naas/client/testing';
import { isClearText } from './open-client.js';
import { runCli } from './testing/run-cli.js';

let api: TestApi;
let directory: string;
let caFile: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'naas-cli-'));
  caFile = join(directory, 'ca.pem');
  await writeFile(caFile, loopbackCertificate.cert);
  api = await startTestApi(loopbackCertificate);
  api.answer('GET /healthcheck', ok(health()));
});
afterEach(async () => {
  await api.close();
  await rm(directory, { recursive: true });
});

test('an untrusted certificate exits 2 and says how to trust it', async () => {
  const { stderr, exitCode } = await runCli(['healthcheck'], { environment: { NAAS_URL: api.url } });
  expect(stderr).toBe(
    `naas: the certificate of ${api.url} is self-signed; trust it with --ca-file FILE (NAAS_CA_BUNDLE), or ` +
      'skip the check with --insecure.\n',
  );
  expect(exitCode).toBe(2);
});

test('--ca-file, NAAS_CA_BUNDLE as path or text, and --insecure make it accepted', async () => {
  const ways: readonly [string[], Record<string, string>][] = [
    [['--ca-file', caFile], {}],
    [[], { NAAS_CA_BUNDLE: caFile }],
    [[], { NAAS_CA_BUNDLE: loopbackCertificate.cert }],
    [['-k'], {}],
  ];
  for (const [args, environment] of ways)
    expect(
      await runCli(['healthcheck', ...args], { environment: { NAAS_URL: api.url, ...environment } }),
    ).toMatchObject({ exitCode: 0 });
});

test('a malformed URL exits 2', async () => {
  expect(await runCli(['healthcheck', '--url', 'naas.example.net'])).toMatchObject({
    stderr: expect.stringContaining('https://'),
    exitCode: 2,
  });
});

test.each([
  ['http://naas.example.net:8080', true],
  ['http://127.evil.example', true],
  ['http://localhost.example', true],
  ['http://localhost:8080', false],
  ['http://127.0.0.1', false],
  ['http://[::1]:8080', false],
  ['https://naas.example.net', false],
])('a password to %s crosses the network in clear: %p', (url, isClear) => {
  expect(isClearText(url)).toBe(isClear);
});

test('a password that would cross a network in clear causes a warning; a healthcheck causes none', async () => {
  const environment = { NAAS_URL: 'http://naas.invalid:8080', NAAS_USERNAME: 'ops', NAAS_PASSWORD: 'secret' };
  const warning =
    'naas: warning: the password is sent to http://naas.invalid:8080 in clear text; use https.\n';
  expect((await runCli(['jobs', 'get', 'x'], { environment })).stderr).toContain(warning);
  expect((await runCli(['healthcheck'], { environment })).stderr).not.toContain(warning);
});
