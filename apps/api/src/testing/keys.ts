import { Tokens, type Role } from '@naas/auth';

/** NAAS_JWT_SECRET of the tests. */
export const jwtSecret = 'a-secret-of-the-tests-of-32-bytes-or-more';

/** The Authorization header of an API key. Tokens with the same id are the same caller. */
export function bearer(
  role: Role,
  {
    contexts = ['*'],
    id = `k-${role}`,
  }: { readonly contexts?: readonly string[]; readonly id?: string } = {},
): string {
  const token = new Tokens(jwtSecret).sign({ sub: id, role, contexts, iat: Math.floor(Date.now() / 1000) });
  return `Bearer ${token}`;
}
