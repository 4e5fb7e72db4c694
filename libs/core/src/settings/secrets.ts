import { importAws, readAws, type ImportAws } from './secrets-aws.js';
import { readVault } from './secrets-vault.js';
import { loadSettings, SettingsError, type Environment } from './settings.js';
import { settingsTable, type SettingName } from './table.js';

type App = 'api' | 'worker' | 'all';

/** Settings with which the backend is reached, which therefore cannot come from it. */
const backendSettings: readonly SettingName[] = [
  'SECRETS_BACKEND',
  'VAULT_ADDR',
  'VAULT_TOKEN',
  'VAULT_SECRETS_PATH',
  'AWS_REGION',
  'AWS_SECRETS_PREFIX',
  'APP_ENVIRONMENT',
];

const isGiven = (env: Environment, name: string): boolean =>
  Boolean(env[name]?.trim() || env[`${name}_FILE`]?.trim());

/** The secrets that a program reads and that are not in its environment. */
function missingSecrets(app: App, env: Environment): readonly SettingName[] {
  const names = Object.keys(settingsTable) as readonly SettingName[]; // Object.keys loses the keys' type
  return names.filter((name) => {
    const row = settingsTable[name];
    const isRead = app === 'all' || row.app === 'both' || row.app === app;
    return row.type === 'secret' && isRead && !backendSettings.includes(name) && !isGiven(env, name);
  });
}

/**
 * Adds the secrets that the environment lacks from SECRETS_BACKEND. Values in the environment take
 * precedence; with the backend `env` nothing is added.
 * @throws SettingsError, in one sentence without a secret, when the backend cannot be reached, refuses, or
 * gives an answer that cannot be read.
 */
export async function withSecrets(
  env: Environment,
  app: App,
  aws: ImportAws = importAws,
): Promise<Environment> {
  const settings = loadSettings(
    Object.fromEntries(
      backendSettings.flatMap((name) => [name, `${name}_FILE`]).map((name) => [name, env[name]]),
    ),
    'all',
  );
  const backend = settings.SECRETS_BACKEND;
  if (backend === 'env') return env;
  const names = missingSecrets(app, env);
  const found = backend === 'vault' ? await readVault(settings, names) : await readAws(settings, names, aws);
  const blank = names.find((name) => found[name]?.trim() === '');
  if (blank !== undefined) {
    throw new SettingsError(
      `SECRETS_BACKEND: the secret ${blank} is empty there; give it a value or remove it.`,
    );
  }
  return { ...env, ...found };
}
