import type { Route } from '../route.js';

/** Path prefixes of v2, each with its names in v1 and in the API before versions. */
const legacyNames: readonly (readonly [current: string, ...legacy: readonly string[]])[] = [
  ['/v2/send-command', '/v1/send_command', '/send_command'],
  ['/v2/send-command-structured', '/v1/send_command_structured'],
  ['/v2/send-config', '/v1/send_config', '/send_config'],
  ['/v2/jobs', '/v1/jobs'],
  ['/v2/contexts', '/v1/contexts'],
  ['/v2/api-keys', '/v1/api-keys'],
  ['/v2/healthcheck', '/v1/healthcheck'],
];

/** The v1 paths of a v2 path; empty if v1 did not have it. */
function legacyPaths(path: string): readonly string[] {
  for (const [current, ...legacy] of legacyNames) {
    const rest = path.slice(current.length);
    if (path.startsWith(current) && (rest === '' || rest.startsWith('/:') || rest.startsWith('/failed')))
      return legacy.map((name) => `${name}${rest}`);
  }
  return [];
}

/**
 * The routes of v1, derived from those of v2: same handlers, permissions and rules, but other paths, field
 * names and headers.
 */
export function legacyRoutes(routes: readonly Route[]): readonly Route[] {
  return routes.flatMap((row): readonly Route[] =>
    legacyPaths(row.path).map((path) => ({ ...row, path, version: 'v1' })),
  );
}
