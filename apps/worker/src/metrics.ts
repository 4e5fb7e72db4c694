import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Metrics of one worker process. Labels hold codes and kinds, never hosts, names or device output. */
export function createMetrics({ activeJobs }: { readonly activeJobs: () => number }) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    jobsEnded: new Counter({
      registers,
      name: 'naas_jobs_ended_total',
      help: 'Jobs ended by this worker.',
      labelNames: ['kind', 'status', 'error_code'] as const,
    }),
    jobDuration: new Histogram({
      registers,
      name: 'naas_job_duration_seconds',
      help: 'Time from claim to end.',
      labelNames: ['kind'] as const,
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    }),
    deliveriesRefused: new Counter({
      registers,
      name: 'naas_deliveries_refused_total',
      help: 'Queue entries taken whose job was not started by this worker, by reason.',
      labelNames: ['reason'] as const,
    }),
    webhooks: new Counter({
      registers,
      name: 'naas_webhooks_total',
      help: 'Attempts to send a webhook, by outcome.',
      labelNames: ['outcome'] as const,
    }),
    jobsSettled: new Counter({
      registers,
      name: 'naas_jobs_settled_total',
      help: 'Jobs of dead workers settled by this worker.',
      labelNames: ['action'] as const,
    }),
    activeJobs: new Gauge({
      registers,
      name: 'naas_worker_active_jobs',
      help: 'Jobs running now.',
      collect() {
        this.set(activeJobs());
      },
    }),
  };
}

/** The metrics of one worker. */
export type Metrics = ReturnType<typeof createMetrics>;
