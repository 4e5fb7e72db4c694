import { SettingsError, type Secrets, type Settings } from './settings.js';
import type { SettingName } from './table.js';

/** Longest wait for Vault at the start, in milliseconds. */
const patienceMs = 10_000;

type VaultSettings = Pick<Settings, 'VAULT_ADDR' | 'VAULT_TOKEN' | 'VAULT_SECRETS_PATH' | 'APP_ENVIRONMENT'>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Vault's own address. In production only over TLS, or of a Vault Agent on this host: the answer is all our
 * secrets.
 */
function addressOf({ VAULT_ADDR: text, APP_ENVIRONMENT: environment }: VaultSettings): URL {
  if (text === '')
    throw new SettingsError(
      'VAULT_ADDR is not set; SECRETS_BACKEND=vault needs it, such as https://vault.example.net:8200.',
    );
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password)
    throw new SettingsError(
      'VAULT_ADDR must be a URL such as https://vault.example.net:8200, without a user name.',
    );
  if (url.protocol === 'http:' && environment === 'production' && !loopback.includes(url.hostname))
    throw new SettingsError(
      'VAULT_ADDR must begin with https:// in production; secrets do not travel in clear.',
    );
  return url;
}

function refusal(status: number, path: string): string {
  if (status === 403 || status === 401)
    return `VAULT_TOKEN: Vault does not let this token read ${path}; give it a policy that may.`;
  if (status === 404)
    return (
      `VAULT_SECRETS_PATH: Vault has no secret at ${path}; for KV version 2 the path has "data" in it, such ` +
      'as secret/data/naas.'
    );
  if (status >= 300 && status < 400)
    return 'VAULT_ADDR: Vault redirects to another address; give that one, since the token is not sent on.';
  return `VAULT_ADDR: Vault answered with HTTP ${status}; check that it is unsealed.`;
}

/**
 * What Vault answers. The reason of a failure can name what nobody is to read: it is the cause, not the
 * message.
 */
async function ask(settings: VaultSettings): Promise<unknown> {
  const { VAULT_TOKEN: token, VAULT_SECRETS_PATH: path } = settings;
  const address = addressOf(settings);
  if (token === '')
    throw new SettingsError('VAULT_TOKEN is not set; SECRETS_BACKEND=vault needs it, or VAULT_TOKEN_FILE.');
  const url = new URL(`/v1/${path.replace(/^\/+/, '')}`, address);
  let answer: Response;
  try {
    answer = await fetch(url, {
      headers: { 'X-Vault-Token': token, 'X-Vault-Request': 'true' },
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
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
 * Reads secrets out of one secret of Vault's KV version 2, whose fields are named like settings.
 * @throws SettingsError
 */
export async function readVault(settings: VaultSettings, names: readonly SettingName[]): Promise<Secrets> {
  const answer = await ask(settings);
  const outer = isObject(answer) ? answer['data'] : null;
  const fields = isObject(outer) ? outer['data'] : null;
  if (!isObject(fields))
    throw new SettingsError(
      `VAULT_SECRETS_PATH: what Vault has at ${settings.VAULT_SECRETS_PATH} is no secret of KV version 2; ` +
        'for that the path has "data" in it.',
    );
  const found = names.filter((name) => Object.hasOwn(fields, name));
  return Object.fromEntries(
    found.map((name) => {
      const value = fields[name];
      if (typeof value !== 'string')
        throw new SettingsError(`VAULT_SECRETS_PATH: the field ${name} in Vault must be a text.`);
      return [name, value];
    }),
  );
}
