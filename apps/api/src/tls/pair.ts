import { createPrivateKey, X509Certificate } from 'node:crypto';

/** A certificate (with its chain, if any) and its private key, as PEM text. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null; // OpenSSL's messages about bad PEM do not help; the caller names the setting instead
  }
}

/** What is wrong with a pair, without a full stop; null if it is usable. */
export function pairFault({ cert, key }: TlsPair): string | null {
  const certificate = attempt(() => new X509Certificate(cert));
  if (!certificate) return 'NAAS_CERT is not a certificate in PEM';
  const privateKey = attempt(() => createPrivateKey(key));
  if (!privateKey) return 'NAAS_KEY is not an unencrypted private key in PEM';
  return certificate.checkPrivateKey(privateKey)
    ? null
    : 'NAAS_KEY is not the private key of the certificate in NAAS_CERT';
}
