import { readFileSync } from 'node:fs';
import { SettingsError, type Settings } from '@naas/core';
import { pairFault, type TlsPair } from './pair.js';
import { selfSignedPair } from './self-signed.js';

type TlsSettings = Pick<Settings, 'NAAS_TLS' | 'NAAS_CERT' | 'NAAS_KEY' | 'NAAS_STATE_DIR'>;

function pemOf(name: 'NAAS_CERT' | 'NAAS_KEY', value: string): string {
  if (value.includes('-----BEGIN')) return value;
  try {
    return readFileSync(value, 'utf8');
  } catch (cause) {
    // Do not repeat the value: it could be a private key whose PEM text was garbled.
    throw new SettingsError(`${name} is neither PEM text nor the path of a readable file; correct it.`, {
      cause,
    });
  }
}

/**
 * Loads the certificate and key for HTTPS; null for plain HTTP.
 * @throws SettingsError when the configured pair is not usable.
 */
export async function loadTlsPair({
  NAAS_TLS,
  NAAS_CERT,
  NAAS_KEY,
  NAAS_STATE_DIR,
}: TlsSettings): Promise<TlsPair | null> {
  if (NAAS_TLS === 'off') return null;
  if (!NAAS_CERT && !NAAS_KEY) return selfSignedPair(NAAS_STATE_DIR);
  if (!NAAS_CERT || !NAAS_KEY) {
    throw new SettingsError(
      'Only one of NAAS_CERT and NAAS_KEY is set; set both, or neither for a self-signed certificate.',
    );
  }
  const pair = { cert: pemOf('NAAS_CERT', NAAS_CERT), key: pemOf('NAAS_KEY', NAAS_KEY) };
  const fault = pairFault(pair);
  if (fault) throw new SettingsError(`${fault}; correct it.`);
  return pair;
}
