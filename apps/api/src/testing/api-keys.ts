import type { Ask, TestApi } from './start-test-api.js';

/** Settings with which a test's API makes API keys. */
export const keySettings = {
  NAAS_JWT_SECRET: 'jwt-secret-of-the-tests-0123456789',
  NAAS_ADMIN_SECRET: 'admin-secret-of-the-tests',
} as const;

/** `user:password` of the admin who makes the first keys. */
export const bootstrap = `anybody:${keySettings.NAAS_ADMIN_SECRET}`;

/** A request's part that says who asks, by a token. */
export const bearer = (token: string): Pick<Ask, 'as' | 'headers'> => ({
  as: null,
  headers: { authorization: `Bearer ${token}` },
});

/** A new API key, as the API gave it out. */
export interface TestKey {
  readonly keyId: string;
  readonly token: string;
}

/** Makes an API key: an operator's for all contexts, where nothing else is said. */
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
