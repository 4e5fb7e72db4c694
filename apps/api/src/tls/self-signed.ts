import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { SettingsError, systemErrorCode } from '@naas/core';
import { pairFault, type TlsPair } from './pair.js';

const dayMs = 86_400_000;
const lifetimeDays = 365;
/** A certificate that ends within this many days is renewed at the start, in days. */
const renewBeforeDays = 30;

/** Where the pair is kept in a state directory. */
export const selfSignedPaths = (directory: string) =>
  ({ cert: join(directory, 'tls-cert.pem'), key: join(directory, 'tls-key.pem') }) as const;

/** Whether a stored pair still serves: it belongs together, lasts, and names this host. */
function serves({ cert, key }: TlsPair, now: Date): boolean {
  if (pairFault({ cert, key }) !== null) return false;
  const certificate = new X509Certificate(cert);
  return (
    new Date(certificate.validTo).getTime() - now.getTime() > renewBeforeDays * dayMs &&
    certificate.checkHost(hostname()) !== undefined
  );
}

async function make(now: Date): Promise<TlsPair> {
  const names = [...new Set(['localhost', hostname()])].map((value) => ({ type: 2, value }) as const);
  const addresses = ['127.0.0.1', '::1'].map((ip) => ({ type: 7, ip }) as const);
  const { generate } = await import('selfsigned'); // seldom wanted, and several megabytes of memory
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: now,
    notAfterDate: new Date(now.getTime() + lifetimeDays * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [...names, ...addresses] },
    ],
  });
  return { cert: made.cert, key: made.private };
}

async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, text, { mode });
  await chmod(draft, mode);
  await rename(draft, path);
}

/**
 * The self-signed pair of a state directory; made, or renewed, where there is none that still serves.
 * @throws SettingsError when the directory cannot be used.
 */
export async function selfSignedPair(stateDirectory: string, now = new Date()): Promise<TlsPair> {
  const directory = resolve(stateDirectory);
  const paths = selfSignedPaths(directory);
  try {
    const [cert, key] = await Promise.all([readFile(paths.cert, 'utf8'), readFile(paths.key, 'utf8')]);
    if (serves({ cert, key }, now)) return { cert, key };
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw unusable(directory, error);
  }
  const pair = await make(now);
  try {
    await mkdir(directory, { recursive: true });
    await writeWhole(paths.key, pair.key, 0o600);
    await writeWhole(paths.cert, pair.cert, 0o644);
  } catch (error) {
    throw unusable(directory, error);
  }
  return pair;
}

function unusable(directory: string, cause: unknown): SettingsError {
  return new SettingsError(
    `NAAS_STATE_DIR: the TLS certificate cannot be kept in ${directory}; make it a directory that may be ` +
      'written, or set NAAS_CERT and NAAS_KEY.',
    { cause },
  );
}
