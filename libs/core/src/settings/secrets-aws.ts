import { SettingsError, type Secrets, type Settings } from './settings.js';
import type { SettingName } from './table.js';

/** The parts of `@aws-sdk/client-secrets-manager` in use. */
export interface AwsModule {
  readonly SecretsManagerClient: new (options: { readonly region?: string }) => {
    send(command: object): Promise<{ readonly SecretString?: string }>;
    destroy(): void;
  };
  readonly GetSecretValueCommand: new (input: { readonly SecretId: string }) => object;
}

/** Loads the AWS SDK. */
export type ImportAws = () => Promise<AwsModule>;

/** An optional dependency. Typed as a string, since TypeScript looks for the types of a literal name. */
const packageName: string = '@aws-sdk/client-secrets-manager';

/** Loads the AWS SDK, which is installed only where it is needed. */
export const importAws: ImportAws = async () => (await import(packageName)) as AwsModule; // as documented

type AwsSettings = Pick<Settings, 'AWS_REGION' | 'AWS_SECRETS_PREFIX'>;

async function load(aws: ImportAws): Promise<AwsModule> {
  try {
    return await aws();
  } catch (cause) {
    throw new SettingsError(
      `SECRETS_BACKEND=aws needs the package ${packageName}; install it with "npm install ${packageName}".`,
      { cause },
    );
  }
}

const codeOf = (error: unknown): string => (error instanceof Error ? error.name : '');

function refusal(secretId: string, cause: unknown): SettingsError {
  const reason = /AccessDenied|UnrecognizedClient|InvalidSignature|ExpiredToken|Credentials/.test(
    codeOf(cause),
  )
    ? 'may not be read with these credentials; allow secretsmanager:GetSecretValue'
    : 'cannot be read; check AWS_REGION and the network';
  return new SettingsError(`AWS_SECRETS_PREFIX: the secret ${secretId} ${reason}.`, { cause });
}

/**
 * Reads secrets from AWS Secrets Manager: one secret for each setting, named AWS_SECRETS_PREFIX and the name
 * of the setting. Secrets that do not exist are left out.
 * @throws SettingsError
 */
export async function readAws(
  { AWS_REGION: region, AWS_SECRETS_PREFIX: prefix }: AwsSettings,
  names: readonly SettingName[],
  aws: ImportAws,
): Promise<Secrets> {
  const { SecretsManagerClient, GetSecretValueCommand } = await load(aws);
  const client = new SecretsManagerClient(region === '' ? {} : { region });
  const read = async (name: SettingName): Promise<readonly (readonly [SettingName, string])[]> => {
    const secretId = `${prefix}${name}`;
    try {
      const { SecretString: value } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
      if (value !== undefined) return [[name, value]];
    } catch (cause) {
      if (codeOf(cause) === 'ResourceNotFoundException') return [];
      throw refusal(secretId, cause);
    }
    throw new SettingsError(`AWS_SECRETS_PREFIX: the secret ${secretId} must be a text, not bytes.`);
  };
  try {
    return Object.fromEntries((await Promise.all(names.map(read))).flat());
  } finally {
    client.destroy();
  }
}
