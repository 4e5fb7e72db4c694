import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/**
 * Metrics of one API process. Labels hold route patterns, methods and codes, never hosts, ids or caller
 * names.
 */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Counter({
      registers,
      name: 'naas_http_requests_total',
      help: 'HTTP requests answered. Status 499: the client disconnected first.',
      labelNames: ['method', 'route', 'status'] as const,
    }),
    requestDuration: new Histogram({
      registers,
      name: 'naas_http_request_duration_seconds',
      help: 'Time from a request to the end of its response.',
      labelNames: ['method', 'route'] as const,
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    }),
    eventStreams: new Gauge({ registers, name: 'naas_event_streams', help: 'Open event streams.' }),
    largeResults: new Gauge({
      registers,
      name: 'naas_large_results',
      help: 'Large results that are being sent.',
    }),
    jobsSubmitted: new Counter({
      registers,
      name: 'naas_jobs_submitted_total',
      help: 'Submits that reached Redis, by outcome.',
      labelNames: ['kind', 'outcome'] as const,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
