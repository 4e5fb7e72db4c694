import type { Health } from '@naas/contract';
import { readOverview, version } from '@naas/core';
import { probeRedis } from './probe-redis.js';
import type { PublicRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `GET /healthcheck`: always answers 200; the state is in the body. */
export async function healthcheck(
  _request: PublicRequest,
  { redis: client, settings }: Services,
): Promise<Response> {
  const overview = await probeRedis(readOverview(client, settings.NAAS_CONTEXTS));
  const redis = overview ? 'healthy' : 'unavailable';
  const hasWorkers = overview !== null && overview.workers > 0;
  const json: Health = {
    status: !overview ? 'degraded' : hasWorkers ? 'healthy' : 'no_workers',
    version,
    uptime_seconds: Math.floor(process.uptime()),
    components: {
      redis: { status: redis },
      queue: { status: redis, depth: overview?.queueDepth ?? null },
      workers: {
        status: overview && !hasWorkers ? 'no_workers' : redis,
        count: overview?.workers ?? null,
        active_jobs: overview?.activeJobs ?? null,
      },
      failed_jobs: overview?.failedJobs ?? null,
    },
  };
  return { status: 200, json };
}
