import { mayUseContext, type Principal } from '@naas/auth';
import { keys } from '@naas/core';
import { hiddenContext } from '../devices/check-context.js';
import type { PublicRequest } from '../route.js';
import type { Services } from '../services.js';
import { jobIdOf } from './find-job.js';

/**
 * Checks that the caller may use the context of the job in the path, if there is one. Called for every route,
 * so that no handler can forget it. A job that does not exist passes: the handler answers 404.
 * @throws ApiError CONTEXT_FORBIDDEN
 */
export async function checkJobContext(
  request: Pick<PublicRequest, 'params'>,
  principal: Pick<Principal, 'contexts'>,
  { redis }: Pick<Services, 'redis'>,
): Promise<void> {
  const jobId = jobIdOf(request);
  if (jobId === '' || principal.contexts.includes('*')) return;
  const context = await redis.hget(keys.job(jobId), 'context');
  if (context !== null && !mayUseContext(principal, context)) throw hiddenContext('job', context);
}
