import type { Health } from '@naas/contract';
import { isRedisUnavailable, readOverview, version, type Overview } from '@naas/core';
import type { PublicRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** Probes want their answer within a second; a Redis that is slower counts as away. In milliseconds. */
const patienceMs = 800;

async function overviewOf({ redis, settings }: Services): Promise<Overview | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, patienceMs, null)));
  const overview = readOverview(redis, settings.NAAS_CONTEXTS).catch((error: unknown) => {
    if (isRedisUnavailable(error)) return null;
    throw error;
  });
  return Promise.race([overview, late]).finally(() => clearTimeout(timer));
}

/** `GET /healthcheck`: 200 whatever the state; the state is in the body. */
export async function healthcheck(_request: PublicRequest, services: Services): Promise<Response> {
  const overview = await overviewOf(services);
  const redis = overview ? 'healthy' : 'unavailable';
  const hasWorkers = overview !== null && overview.workers > 0;
  const json: Health = {
    status: !overview ? 'degraded' : hasWorkers ? 'healthy' : 'no_workers',
    version,
    uptime_seconds: Math.floor(process.uptime()),
    components: {
      redis: { status: redis },
      queue: { status: redis, depth: overview?.queueDepth ?? null },
      workers: { status: overview && !hasWorkers ? 'no_workers' : redis, count: overview?.workers ?? null, active_jobs: overview?.activeJobs ?? null },
      failed_jobs: overview?.failedJobs ?? null,
    },
  };
  return { status: 200, json };
}
