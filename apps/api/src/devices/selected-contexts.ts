import type { Settings } from '@naas/core';
import { checkContext, usableContexts } from './check-context.js';
import type { QueryRules } from '../http/query.js';
import type { CallerRequest } from '../route.js';

/** The query parameter `context` of lists. */
export const contextQuery: QueryRules = {
  context: {
    schema: { type: 'string', pattern: '^[A-Za-z0-9_.-]{1,64}$' },
    description: 'Only entries of this context.',
  },
};

/**
 * The context in the query, or all contexts that the caller may use.
 * @throws ApiError UNKNOWN_CONTEXT or CONTEXT_FORBIDDEN.
 */
export function selectedContexts(
  { query, principal }: Pick<CallerRequest, 'query' | 'principal'>,
  settings: Settings,
): readonly string[] {
  const [context] = query['context'] ?? [];
  if (context === undefined) return usableContexts(principal, settings);
  checkContext(context, principal, settings);
  return [context];
}
