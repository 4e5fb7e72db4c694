import { listWorkers, queueDepths } from '@naas/core';
import { usableContexts } from './check-context.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `GET /v2/contexts`: the contexts that the caller may use. */
export async function listContexts(
  { principal }: CallerRequest,
  { redis, settings }: Services,
): Promise<Response> {
  const names = usableContexts(principal, settings);
  const [workers, depths] = await Promise.all([listWorkers(redis), queueDepths(redis, names)]);
  const contexts = names.map((name, index) => ({
    name,
    workers: workers.filter((worker) => worker.contexts.includes(name)).length,
    queue_depth: depths[index] ?? 0,
  }));
  return { status: 200, json: { contexts } };
}
