import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { freePort } from '../testing/index.js';
import type { AwsModule } from './secrets-aws.js';
import { withSecrets } from './secrets.js';
import { loadSettings, SettingsError, type Environment } from './settings.js';

const token = 'canary-vault-token-4711';
const secret = 'canary-secret-4712';

async function refusal(env: Environment, aws?: () => Promise<AwsModule>): Promise<string> {
  const error: unknown = await withSecrets(env, 'api', aws).then(
    () => new Error('accepted'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SettingsError)) throw error;
  return error.message;
}

test('with SECRETS_BACKEND=env, and without it, the environment is unchanged', async () => {
  for (const env of [{ REDIS_HOST: 'r' }, { SECRETS_BACKEND: 'env', VAULT_ADDR: 'not asked' }]) {
    expect(await withSecrets(env, 'api')).toBe(env);
  }
});

test('an unknown backend is refused', async () => {
  expect(await refusal({ SECRETS_BACKEND: 'safe' })).toBe(
    'SECRETS_BACKEND must be one of env, vault, aws, not "safe".',
  );
});

describe('Vault', () => {
  let server: Server;
  let env: Environment;
  let requests: IncomingMessage[];
  let respond: (response: ServerResponse) => void;
  const json =
    (body: unknown, status = 200) =>
    (response: ServerResponse) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  /** As Vault's KV version 2 answers: the fields, and facts about their version. */
  const kv = (data: unknown) =>
    json({ request_id: 'x', lease_id: '', data: { data, metadata: { version: 3 } } });

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(request);
      if (request.headers['x-vault-token'] === token) respond(response);
      else json({ errors: ['permission denied'] }, 403)(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    const address = server.address();
    requests = [];
    respond = kv({});
    env = {
      SECRETS_BACKEND: 'vault',
      VAULT_ADDR: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
      VAULT_TOKEN: token,
    };
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('secrets that the environment lacks are read from the secret at VAULT_SECRETS_PATH', async () => {
    respond = kv({ NAAS_JWT_SECRET: secret, NAAS_ENCRYPTION_KEY: 'key', unknown: 1 });
    const settings = loadSettings(
      await withSecrets({ ...env, VAULT_SECRETS_PATH: '/kv/data/team/naas' }, 'api'),
      'api',
    );
    expect([settings.NAAS_JWT_SECRET, settings.NAAS_ENCRYPTION_KEY, settings.NAAS_ADMIN_SECRET]).toEqual([
      secret,
      'key',
      '',
    ]);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /v1/kv/data/team/naas']);
  });

  test('secrets in the environment, as a value or a file, are not replaced', async () => {
    respond = kv({ NAAS_JWT_SECRET: secret, NAAS_ADMIN_SECRET: secret, REDIS_PASSWORD: secret });
    const found = await withSecrets(
      { ...env, NAAS_JWT_SECRET: 'mine', NAAS_ADMIN_SECRET_FILE: '/run/admin', REDIS_PASSWORD: ' ' },
      'api',
    );
    expect(found).toEqual({
      ...env,
      NAAS_JWT_SECRET: 'mine',
      NAAS_ADMIN_SECRET_FILE: '/run/admin',
      REDIS_PASSWORD: secret,
    });
  });

  test('only secrets that the program reads are added, and not the credentials of Vault', async () => {
    respond = kv({
      NAAS_JWT_SECRET: secret,
      NAAS_ENCRYPTION_KEY: 'key',
      LOG_LEVEL: 'debug',
      VAULT_TOKEN: 'other',
    });
    expect(await withSecrets(env, 'worker')).toEqual({ ...env, NAAS_ENCRYPTION_KEY: 'key' });
  });

  test.each([
    [
      'refuses the token',
      { VAULT_TOKEN: 'wrong' },
      kv({}),
      'VAULT_TOKEN: Vault does not let this token read secret/data/naas; give it a policy that may.',
    ],
    [
      'has no such secret',
      {},
      json({ errors: [] }, 404),
      'VAULT_SECRETS_PATH: Vault has no secret at secret/data/naas; for KV version 2 the path has "data" ' +
        'in it, such as secret/data/naas.',
    ],
    [
      'is sealed',
      {},
      json({ errors: ['Vault is sealed'] }, 503),
      'VAULT_ADDR: Vault answered with HTTP 503; check that it is unsealed.',
    ],
    [
      'answers with KV version 1',
      {},
      json({ data: { NAAS_JWT_SECRET: secret } }),
      'VAULT_SECRETS_PATH: the value at secret/data/naas is not a secret of KV version 2, whose path has ' +
        '"data" in it.',
    ],
    [
      'gives an answer that is not JSON',
      {},
      (response: ServerResponse) => void response.end(`<html>${secret}`),
      'VAULT_SECRETS_PATH: the value at secret/data/naas is not a secret of KV version 2, whose path has ' +
        '"data" in it.',
    ],
    [
      'has a field that is not a text',
      {},
      kv({ NAAS_JWT_SECRET: [secret] }),
      'VAULT_SECRETS_PATH: the field NAAS_JWT_SECRET in Vault must be a text.',
    ],
    [
      'has an empty field',
      {},
      kv({ NAAS_JWT_SECRET: ' ' }),
      'SECRETS_BACKEND: the secret NAAS_JWT_SECRET is empty there; give it a value or remove it.',
    ],
    [
      'hangs up',
      {},
      (response: ServerResponse) => void response.destroy(),
      expect.stringMatching(
        new RegExp(
          '^VAULT_ADDR: Vault cannot be reached at http://127\\.0\\.0\\.1:\\d+; check the address, its ' +
            'certificate and the network\\.$',
        ),
      ),
    ],
    [
      'needs a token that is not set',
      { VAULT_TOKEN: '' },
      kv({}),
      'VAULT_TOKEN is not set; SECRETS_BACKEND=vault needs it, or VAULT_TOKEN_FILE.',
    ],
    [
      'has no address',
      { VAULT_ADDR: '' },
      kv({}),
      'VAULT_ADDR is not set; SECRETS_BACKEND=vault needs it, such as https://vault.example.net:8200.',
    ],
    [
      'has a malformed address',
      { VAULT_ADDR: 'vault:8200' },
      kv({}),
      'VAULT_ADDR must be a URL such as https://vault.example.net:8200, without a user name.',
    ],
    [
      'would send secrets in clear',
      { VAULT_ADDR: 'http://vault.example.net:8200' },
      kv({}),
      'VAULT_ADDR must begin with https:// in production; secrets do not travel in clear.',
    ],
  ])(
    'when Vault %s, the start fails with one sentence without a secret',
    async (_name, more, answer, sentence) => {
      respond = answer;
      const message = await refusal({ ...env, ...more });
      expect(message).toEqual(sentence);
      expect(message).not.toMatch(/canary/);
    },
  );

  test('when Vault is down, the start fails with one sentence', async () => {
    expect(await refusal({ ...env, VAULT_ADDR: `http://127.0.0.1:${await freePort()}` })).toMatch(
      /^VAULT_ADDR: Vault cannot be reached/,
    );
  });

  test('the token is not sent on to another address', async () => {
    respond = (response) => void response.writeHead(307, { location: '/v1/elsewhere' }).end();
    expect(await refusal(env)).toBe(
      'VAULT_ADDR: Vault redirects to another address; give that one, since the token is not sent on.',
    );
    expect(requests).toHaveLength(1);
  });
});

describe('AWS Secrets Manager', () => {
  const named = (name: string): Error => Object.assign(new Error(`${name} ${secret}`), { name });

  /** The SDK's two classes, with secrets of its own. */
  function sdk(
    secrets: Readonly<Record<string, string | null | Error>>,
    seen: unknown[] = [],
  ): () => Promise<AwsModule> {
    class GetSecretValueCommand {
      constructor(readonly input: { readonly SecretId: string }) {}
    }
    class SecretsManagerClient {
      constructor(options: { readonly region?: string }) {
        seen.push(options);
      }
      send(command: object): Promise<{ readonly SecretString?: string }> {
        const value = secrets[(command as GetSecretValueCommand).input.SecretId]; // the only command in use
        if (value === undefined) return Promise.reject(named('ResourceNotFoundException'));
        return value instanceof Error
          ? Promise.reject(value)
          : Promise.resolve(value === null ? {} : { SecretString: value });
      }
      destroy(): void {
        seen.push('destroyed');
      }
    }
    return () => Promise.resolve({ GetSecretValueCommand, SecretsManagerClient });
  }
  const env: Environment = { SECRETS_BACKEND: 'aws', AWS_REGION: 'eu-central-1' };

  test('secrets that the environment lacks are read by prefix and name, if they exist', async () => {
    const seen: unknown[] = [];
    const found = await withSecrets(
      { ...env, NAAS_ADMIN_SECRET: 'mine', AWS_SECRETS_PREFIX: 'prod/' },
      'api',
      sdk({ 'prod/NAAS_JWT_SECRET': secret, 'prod/NAAS_ADMIN_SECRET': secret }, seen),
    );
    expect(found).toEqual({
      ...env,
      AWS_SECRETS_PREFIX: 'prod/',
      NAAS_ADMIN_SECRET: 'mine',
      NAAS_JWT_SECRET: secret,
    });
    expect(seen).toEqual([{ region: 'eu-central-1' }, 'destroyed']);
  });

  test.each([
    [
      'AccessDeniedException',
      'AWS_SECRETS_PREFIX: the secret naas/NAAS_JWT_SECRET may not be read with these credentials; allow ' +
        'secretsmanager:GetSecretValue.',
    ],
    [
      'CredentialsProviderError',
      'AWS_SECRETS_PREFIX: the secret naas/NAAS_JWT_SECRET may not be read with these credentials; allow ' +
        'secretsmanager:GetSecretValue.',
    ],
    [
      'TimeoutError',
      'AWS_SECRETS_PREFIX: the secret naas/NAAS_JWT_SECRET cannot be read; check AWS_REGION and the network.',
    ],
  ])('after %s the start fails with one sentence without a secret', async (name, sentence) => {
    expect(await refusal(env, sdk({ 'naas/NAAS_JWT_SECRET': named(name) }))).toBe(sentence);
  });

  test('a secret of bytes is refused', async () => {
    expect(await refusal(env, sdk({ 'naas/NAAS_JWT_SECRET': null }))).toBe(
      'AWS_SECRETS_PREFIX: the secret naas/NAAS_JWT_SECRET must be a text, not bytes.',
    );
  });

  test('without the SDK, the start fails with the command that installs it', async () => {
    expect(await refusal(env, () => Promise.reject(new Error('Cannot find module')))).toBe(
      'SECRETS_BACKEND=aws needs the package @aws-sdk/client-secrets-manager; install it with "npm install ' +
        '@aws-sdk/client-secrets-manager".',
    );
  });
});
