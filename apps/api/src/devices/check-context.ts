import { mayUseContext, type Principal } from '@naas/auth';
import type { Settings } from '@naas/core';
import { ApiError } from '../http/api-error.js';

type Contexts = Pick<Settings, 'NAAS_CONTEXTS'>;

/** @throws ApiError UNKNOWN_CONTEXT, or CONTEXT_FORBIDDEN when the caller's key does not allow it. */
export function checkContext(
  context: string,
  principal: Principal,
  { NAAS_CONTEXTS: known }: Contexts,
): void {
  const usable = usableContexts(principal, { NAAS_CONTEXTS: known });
  if (!known.includes(context))
    throw new ApiError('UNKNOWN_CONTEXT', `Unknown context; use one of: ${usable.join(', ')}.`);
  if (!mayUseContext(principal, context)) {
    throw new ApiError(
      'CONTEXT_FORBIDDEN',
      `Your key does not allow the context "${context}"; use one of: ${usable.join(', ')}.`,
      { denied: { context } },
    );
  }
}

/** The contexts that a caller may use. */
export function usableContexts(principal: Principal, { NAAS_CONTEXTS: known }: Contexts): readonly string[] {
  return known.filter((context) => mayUseContext(principal, context));
}

/**
 * Error for a job or batch of a context that the caller may not use. Only the audit trail names the context.
 */
export function hiddenContext(what: 'job' | 'batch', context: string): ApiError {
  return new ApiError(
    'CONTEXT_FORBIDDEN',
    `This ${what} is of a context that your key does not allow; use a key that allows it.`,
    { denied: { context } },
  );
}
