import type { ErrorDetail } from '@naas/contract';
import type { RawFields } from './body-rules.js';

/** A user name with somebody else's password is nobody's login: the two come together or not at all. */
export function pairFaults(fields: RawFields): readonly ErrorDetail[] {
  const has = (name: string): boolean => Object.hasOwn(fields, name);
  if (has('username') === has('password')) return [];
  const [given, missing] = has('username') ? ['username', 'password'] : ['password', 'username'];
  return [{ path: `/${missing}`, message: `is required where "${given}" is given` }];
}
