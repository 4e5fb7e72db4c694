import type { Route } from '../route.js';

/** What the beginning of a path was called in v1, and before there were versions. */
const legacyNames: readonly (readonly [current: string, ...legacy: readonly string[]])[] = [
  ['/v2/send-command', '/v1/send_command', '/send_command'],
  ['/v2/send-command-structured', '/v1/send_command_structured'],
  ['/v2/send-config', '/v1/send_config', '/send_config'],
  ['/v2/jobs', '/v1/jobs'],
  ['/v2/contexts', '/v1/contexts'],
  ['/v2/api-keys', '/v1/api-keys'],
  ['/v2/healthcheck', '/v1/healthcheck'],
];

/** The paths of v1 that stand for a path of v2; none where v1 knew nothing of it. */
function legacyPaths(path: string): readonly string[] {
  for (const [current, ...legacy] of legacyNames) {
    const rest = path.slice(current.length);
    if (path.startsWith(current) && (rest === '' || rest.startsWith('/:') || rest.startsWith('/failed')))
      return legacy.map((name) => `${name}${rest}`);
  }
  return [];
}

/**
 * The rows of v1, made from those of v2: same handlers, rights and rules, other paths, names of fields and
 * headers.
 */
export function legacyRoutes(routes: readonly Route[]): readonly Route[] {
  return routes.flatMap((row): readonly Route[] =>
    legacyPaths(row.path).map((path) => ({ ...row, path, version: 'v1' })),
  );
}
