import type { ErrorDetail } from '@naas/contract';
import type { BodyFacts, RawFields } from './body-rules.js';

const has = (fields: RawFields, name: string): boolean => Object.hasOwn(fields, name);

/** User name and password must be given together, so that they are never mixed from two sources. */
export function pairFaults(fields: RawFields): readonly ErrorDetail[] {
  if (has(fields, 'username') === has(fields, 'password')) return [];
  const [given, missing] = has(fields, 'username') ? ['username', 'password'] : ['password', 'username'];
  return [{ path: `/${missing}`, message: `is required with "${given}"` }];
}

/** A caller with an API key must give a device login; a Basic caller has given one as credentials. */
export function loginFaults(
  fields: RawFields,
  { hasLogin }: Pick<BodyFacts, 'hasLogin'>,
): readonly ErrorDetail[] {
  if (hasLogin || has(fields, 'username') || has(fields, 'password')) return pairFaults(fields);
  return ['username', 'password'].map((name) => ({
    path: `/${name}`,
    message: 'is required, because an API key is not a device login',
  }));
}
