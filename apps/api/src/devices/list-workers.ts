import { listWorkers as readWorkers, parseDeviceName } from '@naas/core';
import { usableContexts } from './check-context.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `GET /v2/workers`: the live workers that serve a context that the caller may use. */
export async function listWorkers(
  { principal }: CallerRequest,
  { redis, settings }: Services,
): Promise<Response> {
  const usable = usableContexts(principal, settings);
  const now = Date.now();
  const workers = (await readWorkers(redis))
    .filter(
      (worker) =>
        principal.contexts.includes('*') || worker.contexts.some((context) => usable.includes(context)),
    )
    .map(({ id, contexts, activeJobs, version, startedAt, sessions = {} }) => ({
      id,
      contexts,
      active_jobs: activeJobs,
      sessions: Object.fromEntries(
        Object.entries(sessions).filter(([name]) => usable.includes(parseDeviceName(name)?.context ?? '')),
      ),
      version,
      started_at: startedAt,
      uptime_seconds: Math.max(0, Math.floor((now - Date.parse(startedAt)) / 1000)),
    }));
  return { status: 200, json: { workers } };
}
