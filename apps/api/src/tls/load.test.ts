import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile, chmod } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingsError } from '@naas/core';
import { loadTlsPair } from './load.js';
import { selfSignedPair, selfSignedPaths } from './self-signed.js';

const day = 86_400_000;
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'naas-tls-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const load = (more: Partial<Parameters<typeof loadTlsPair>[0]> = {}) =>
  loadTlsPair({
    NAAS_TLS: 'on',
    NAAS_CERT: '',
    NAAS_KEY: '',
    NAAS_STATE_DIR: join(directory, 'state'),
    ...more,
  });

async function refusal(more: Parameters<typeof load>[0]): Promise<string> {
  const outcome = await load(more).then(
    () => 'loaded',
    (error: unknown) => error,
  );
  if (!(outcome instanceof SettingsError)) throw new Error(`no SettingsError: ${String(outcome)}`);
  expect(outcome.message).toMatch(/^[^\n]+\.$/);
  return outcome.message;
}

test('with NAAS_TLS=off there is no pair', async () => {
  expect(await load({ NAAS_TLS: 'off' })).toBeNull();
});

test('without NAAS_CERT a certificate is made for this host and loopback, stored and reused', async () => {
  const first = await load();
  const certificate = new X509Certificate(first?.cert ?? '');
  for (const name of ['localhost', hostname()]) expect(certificate.checkHost(name)).toBe(name);
  for (const address of ['127.0.0.1', '::1']) expect(certificate.checkIP(address)).toBe(address);
  expect(await load()).toEqual(first);
});

test('only the owner can read the key file, and no temporary file remains', async () => {
  await load();
  const paths = selfSignedPaths(join(directory, 'state'));
  expect((await stat(paths.key)).mode & 0o777).toBe(0o600);
  expect((await readFile(paths.key, 'utf8')).startsWith('-----BEGIN PRIVATE KEY-----')).toBe(true);
  await expect(stat(`${paths.key}.${process.pid}`)).rejects.toThrow('ENOENT');
});

test('the certificate is renewed when it has expired or expires soon, not before', async () => {
  const now = new Date();
  const first = await selfSignedPair(directory, now);
  expect(await selfSignedPair(directory, new Date(now.getTime() + 300 * day))).toEqual(first);
  const second = await selfSignedPair(directory, new Date(now.getTime() + 340 * day));
  expect(second.cert).not.toBe(first.cert);
  expect(await selfSignedPair(directory, new Date(now.getTime() + 340 * day))).toEqual(second);
});

test('a stored pair that is damaged or does not match is replaced', async () => {
  const paths = selfSignedPaths(directory);
  const first = await selfSignedPair(directory);
  await writeFile(paths.key, 'damaged');
  const second = await selfSignedPair(directory);
  await writeFile(paths.cert, first.cert);
  const third = await selfSignedPair(directory);
  expect(new Set([first.cert, second.cert, third.cert]).size).toBe(3);
});

test('a pair is accepted as PEM text and as paths', async () => {
  const made = await selfSignedPair(directory);
  const paths = selfSignedPaths(directory);
  expect(await load({ NAAS_CERT: made.cert, NAAS_KEY: made.key })).toEqual(made);
  expect(await load({ NAAS_CERT: paths.cert, NAAS_KEY: paths.key })).toEqual(made);
});

test('an unusable pair is refused in one sentence that names the setting', async () => {
  const made = await selfSignedPair(join(directory, 'a'));
  const other = await selfSignedPair(join(directory, 'b'));
  expect(await refusal({ NAAS_CERT: made.cert })).toContain('Only one of NAAS_CERT and NAAS_KEY is set');
  expect(await refusal({ NAAS_CERT: made.cert, NAAS_KEY: other.key })).toContain(
    'NAAS_KEY is not the private key of the certificate',
  );
  expect(await refusal({ NAAS_CERT: join(directory, 'nothing'), NAAS_KEY: made.key })).toContain(
    'NAAS_CERT is neither PEM text nor the path',
  );
  expect(await refusal({ NAAS_CERT: '-----BEGIN CERTIFICATE-----\nx', NAAS_KEY: made.key })).toContain(
    'NAAS_CERT is not a certificate',
  );
  expect(await refusal({ NAAS_CERT: made.cert, NAAS_KEY: made.cert })).toContain(
    'NAAS_KEY is not an unencrypted private key',
  );
});

test('a refusal does not repeat a garbled key', async () => {
  expect(await refusal({ NAAS_CERT: 'x', NAAS_KEY: 'MIGHAgEAMBMGByq' })).not.toContain('MIGH');
});

test('a state directory that is a file is refused with the name NAAS_STATE_DIR', async () => {
  await writeFile(join(directory, 'state'), '');
  await chmod(join(directory, 'state'), 0o600);
  expect(await refusal({})).toContain('NAAS_STATE_DIR');
});
