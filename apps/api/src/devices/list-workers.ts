import type { Principal } from '@naas/auth';
import { listWorkers as readWorkers, parseDeviceName } from '@naas/core';
import { usableContexts } from './check-context.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

type Counts = Readonly<Record<string, number>>;

/** The connections of a worker by context. */
function countByContext(sessions: Counts): Counts {
  const counts = new Map<string, number>();
  for (const [name, count] of Object.entries(sessions)) {
    const context = parseDeviceName(name)?.context ?? '';
    counts.set(context, (counts.get(context) ?? 0) + count);
  }
  return Object.fromEntries(counts);
}

/**
 * A worker's id is its host name, its process id and a unique part, which is enough to tell it from others.
 */
const uniquePart = (id: string): string => id.slice(id.lastIndexOf('-') + 1);

/** What only an admin is shown: which devices there are, and on which hosts the workers run. */
function identityOf(id: string, sessions: Counts, { role }: Pick<Principal, 'role'>) {
  return role === 'admin' ? { id, sessions } : { id: uniquePart(id) };
}

/** `GET /v2/workers`: the live workers that serve a context that the caller may use. */
export async function listWorkers(
  { principal }: CallerRequest,
  { redis, settings }: Services,
): Promise<Response> {
  const usable = usableContexts(principal, settings);
  const usableOf = (sessions: Counts): Counts =>
    Object.fromEntries(
      Object.entries(sessions).filter(([name]) => usable.includes(parseDeviceName(name)?.context ?? '')),
    );
  const now = Date.now();
  const workers = (await readWorkers(redis))
    .filter(
      (worker) =>
        principal.contexts.includes('*') || worker.contexts.some((context) => usable.includes(context)),
    )
    .map(({ id, contexts, activeJobs, version, startedAt, sessions = {} }) => ({
      ...identityOf(id, usableOf(sessions), principal),
      contexts,
      active_jobs: activeJobs,
      session_counts: countByContext(usableOf(sessions)),
      version,
      started_at: startedAt,
      uptime_seconds: Math.max(0, Math.floor((now - Date.parse(startedAt)) / 1000)),
    }));
  return { status: 200, json: { workers } };
}
