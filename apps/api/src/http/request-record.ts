import { isUuid } from './request-headers.js';
import type { Services } from '../services.js';

/** What is told of an answered request. No raw path, header or body: they can hold what nobody is to read. */
export interface RequestRecord {
  readonly method: string;
  /** The route's pattern; 'unmatched' for none. */
  readonly route: string;
  /** 499: the client went away before the answer was out. */
  readonly status: number;
  readonly durationMs: number;
  readonly requestId: string;
  /** As the path or the answer has it. */
  readonly jobId: string | undefined;
}

/** Writes an answered request to the log and the metrics. */
export function recordRequest(
  { log, metrics }: Pick<Services, 'log' | 'metrics'>,
  record: RequestRecord,
): void {
  const { method, route, status, durationMs, requestId, jobId } = record;
  metrics.requests.inc({ method, route, status });
  metrics.requestDuration.observe({ method, route }, durationMs / 1000);
  // What stands in the path in place of an id can be anything.
  const job = jobId !== undefined && isUuid(jobId) ? { job_id: jobId } : {};
  log.info('request', {
    method,
    route,
    status,
    duration_ms: Math.round(durationMs * 10) / 10,
    request_id: requestId,
    ...job,
  });
}
