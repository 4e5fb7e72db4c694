import { SettingsError, type Secrets, type Settings } from './settings.js';
import type { SettingName } from './table.js';

/** How long to wait for Vault at the start, in milliseconds. */
const timeoutMs = 10_000;

type VaultSettings = Pick<Settings, 'VAULT_ADDR' | 'VAULT_TOKEN' | 'VAULT_SECRETS_PATH' | 'APP_ENVIRONMENT'>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The address of Vault. In production only TLS or a Vault Agent on this host is allowed, since the answer has
 * all our secrets.
 */
function addressOf({ VAULT_ADDR: text, APP_ENVIRONMENT: environment }: VaultSettings): URL {
  if (text === '') {
    throw new SettingsError(
      'VAULT_ADDR is not set; SECRETS_BACKEND=vault needs it, such as https://vault.example.net:8200.',
    );
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password) {
    throw new SettingsError(
      'VAULT_ADDR must be a URL such as https://vault.example.net:8200, without a user name.',
    );
  }
  if (url.protocol === 'http:' && environment === 'production' && !loopback.includes(url.hostname)) {
    throw new SettingsError(
      'VAULT_ADDR must begin with https:// in production; secrets do not travel in clear.',
    );
  }
  return url;
}

function refusal(status: number, path: string): string {
  if (status === 403 || status === 401) {
    return `VAULT_TOKEN: Vault does not let this token read ${path}; give it a policy that may.`;
  }
  if (status === 404) {
    return (
      `VAULT_SECRETS_PATH: Vault has no secret at ${path}; for KV version 2 the path has "data" in it, such ` +
      'as secret/data/naas.'
    );
  }
  if (status >= 300 && status < 400) {
    return 'VAULT_ADDR: Vault redirects to another address; give that one, since the token is not sent on.';
  }
  return `VAULT_ADDR: Vault answered with HTTP ${status}; check that it is unsealed.`;
}

/**
 * The answer of Vault. The reason of a failure may contain secrets, so it is the cause of the error and not
 * in its message.
 */
async function requestSecret(settings: VaultSettings): Promise<unknown> {
  const { VAULT_TOKEN: token, VAULT_SECRETS_PATH: path } = settings;
  const address = addressOf(settings);
  if (token === '') {
    throw new SettingsError('VAULT_TOKEN is not set; SECRETS_BACKEND=vault needs it, or VAULT_TOKEN_FILE.');
  }
  const url = new URL(`/v1/${path.replace(/^\/+/, '')}`, address);
  let answer: Response;
  try {
    answer = await fetch(url, {
      headers: { 'X-Vault-Token': token, 'X-Vault-Request': 'true' },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new SettingsError(
      `VAULT_ADDR: Vault cannot be reached at ${address.origin}; check the address, its certificate and the network.`,
      { cause },
    );
  }
  if (!answer.ok) throw new SettingsError(refusal(answer.status, path));
  return answer.json().catch(() => null);
}

/**
 * Reads secrets from one secret of Vault's KV version 2, whose fields are named like settings.
 * @throws SettingsError
 */
export async function readVault(settings: VaultSettings, names: readonly SettingName[]): Promise<Secrets> {
  const answer = await requestSecret(settings);
  const outer = isObject(answer) ? answer['data'] : null;
  const fields = isObject(outer) ? outer['data'] : null;
  if (!isObject(fields)) {
    throw new SettingsError(
      `VAULT_SECRETS_PATH: the value at ${settings.VAULT_SECRETS_PATH} is not a secret of KV version 2, whose ` +
        'path has "data" in it.',
    );
  }
  const found = names.filter((name) => Object.hasOwn(fields, name));
  return Object.fromEntries(
    found.map((name) => {
      const value = fields[name];
      if (typeof value !== 'string') {
        throw new SettingsError(`VAULT_SECRETS_PATH: the field ${name} in Vault must be a text.`);
      }
      return [name, value];
    }),
  );
}
