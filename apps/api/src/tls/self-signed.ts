import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { SettingsError, systemErrorCode } from '@naas/core';
import { pairFault, type TlsPair } from './pair.js';

const dayMs = 86_400_000;
const lifetimeDays = 365;
/** A certificate that expires within this many days is renewed when the API starts. */
const renewBeforeDays = 30;

/** Paths of the pair in a state directory. */
export const selfSignedPaths = (directory: string) =>
  ({ cert: join(directory, 'tls-cert.pem'), key: join(directory, 'tls-key.pem') }) as const;

/** Whether a stored pair is still usable: it matches, does not expire soon, and is for this host. */
function isUsable({ cert, key }: TlsPair, now: Date): boolean {
  if (pairFault({ cert, key }) !== null) return false;
  const certificate = new X509Certificate(cert);
  return (
    new Date(certificate.validTo).getTime() - now.getTime() > renewBeforeDays * dayMs &&
    certificate.checkHost(hostname()) !== undefined
  );
}

async function generatePair(now: Date): Promise<TlsPair> {
  const names = [...new Set(['localhost', hostname()])].map((value) => ({ type: 2, value }) as const);
  const addresses = ['127.0.0.1', '::1'].map((ip) => ({ type: 7, ip }) as const);
  // Imported on demand, because it is rarely needed and takes several megabytes of memory.
  const { generate } = await import('selfsigned');
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

/** Writes a file atomically. */
async function writeAtomically(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, text, { mode });
  await chmod(draft, mode);
  await rename(draft, path);
}

/**
 * The self-signed pair in a state directory. It is generated if there is none, or the stored one is not
 * usable.
 * @throws SettingsError when the directory cannot be read or written.
 */
export async function selfSignedPair(stateDirectory: string, now = new Date()): Promise<TlsPair> {
  const directory = resolve(stateDirectory);
  const paths = selfSignedPaths(directory);
  try {
    const [cert, key] = await Promise.all([readFile(paths.cert, 'utf8'), readFile(paths.key, 'utf8')]);
    if (isUsable({ cert, key }, now)) return { cert, key };
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw directoryError(directory, error);
  }
  const pair = await generatePair(now);
  try {
    await mkdir(directory, { recursive: true });
    await writeAtomically(paths.key, pair.key, 0o600);
    await writeAtomically(paths.cert, pair.cert, 0o644);
  } catch (error) {
    throw directoryError(directory, error);
  }
  return pair;
}

function directoryError(directory: string, cause: unknown): SettingsError {
  return new SettingsError(
    `NAAS_STATE_DIR: the TLS certificate cannot be stored in ${directory}; make it a writable directory, ` +
      'or set NAAS_CERT and NAAS_KEY.',
    { cause },
  );
}
