import { NaasClient } from '@naas/client';
import type { Credentials } from './input/credentials.js';
import { environment } from './environment.js';
import type { ApiOptions } from './options.js';
import { readTextFile } from './input/read-input.js';

const defaultUrl = 'https://127.0.0.1:8443';

/** URL of the API: the option, else the environment, else this machine. */
export function apiUrl({ url }: ApiOptions): string {
  return url ?? (environment['NAAS_URL'] || defaultUrl);
}

/** Makes a client from the options and the environment. */
export async function openClient(options: ApiOptions, credentials?: Credentials): Promise<NaasClient> {
  const caFile = options.caFile ?? environment['NAAS_CA_BUNDLE'];
  const caCertificate = caFile ? await caText(caFile) : undefined;
  return new NaasClient({
    url: apiUrl(options),
    verifyTls: options.insecure !== true,
    ...(caCertificate === undefined ? {} : { caCertificate }),
    ...credentials,
  });
}

/** NAAS_CA_BUNDLE may hold the PEM text itself, as NAAS_CERT of the API may. */
async function caText(pathOrText: string): Promise<string> {
  return pathOrText.includes('-----BEGIN') ? pathOrText : readTextFile(pathOrText, '--ca-file');
}

/** Whether a password would cross a network in clear. */
export function isClearText(url: string): boolean {
  return /^http:\/\/(?!(localhost|127\.\d+\.\d+\.\d+|\[::1\])([:/]|$))/i.test(url);
}
