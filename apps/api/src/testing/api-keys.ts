import type { AskOptions, TestApi } from './start-test-api.js';

/** Settings of a test API that can create API keys. */
export const keySettings = {
  NAAS_JWT_SECRET: 'jwt-secret-of-the-tests-0123456789',
  NAAS_ADMIN_SECRET: 'admin-secret-of-the-tests-0123456789',
} as const;

/** Basic credentials that may create the first keys, as `user:password`. */
export const bootstrap = `any-user:${keySettings.NAAS_ADMIN_SECRET}`;

/** The options of a request that authenticate it with a token. */
export const bearer = (token: string): Pick<AskOptions, 'as' | 'headers'> => ({
  as: null,
  headers: { authorization: `Bearer ${token}` },
});

/** A new API key. */
export interface TestKey {
  readonly keyId: string;
  readonly token: string;
}

/** Creates an API key. Default: role operator, all contexts. */
export async function makeKey(
  api: Pick<TestApi, 'ask'>,
  body: Readonly<Record<string, unknown>> = {},
): Promise<TestKey> {
  const { status, json, text } = await api.ask('/v2/api-keys', {
    as: bootstrap,
    json: { role: 'operator', contexts: ['*'], ...body },
  });
  if (status !== 201) throw new Error(text);
  return { keyId: String(json['key_id']), token: String(json['token']) };
}
