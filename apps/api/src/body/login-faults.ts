import type { ErrorDetail } from '@naas/contract';
import type { BodyFacts, RawFields } from './body-rules.js';

const has = (fields: RawFields, name: string): boolean => Object.hasOwn(fields, name);

/** A user name with somebody else's password is nobody's login: the two come together or not at all. */
export function pairFaults(fields: RawFields): readonly ErrorDetail[] {
  if (has(fields, 'username') === has(fields, 'password')) return [];
  const [given, missing] = has(fields, 'username') ? ['username', 'password'] : ['password', 'username'];
  return [{ path: `/${missing}`, message: `is required where "${given}" is given` }];
}

/**
 * Whoever is known by an API key says with what to log in to the device; a Basic caller has said so already.
 */
export function loginFaults(
  fields: RawFields,
  { hasLogin }: Pick<BodyFacts, 'hasLogin'>,
): readonly ErrorDetail[] {
  if (hasLogin || has(fields, 'username') || has(fields, 'password')) return pairFaults(fields);
  return ['username', 'password'].map((name) => ({
    path: `/${name}`,
    message: 'is required: an API key is no login at a device',
  }));
}
