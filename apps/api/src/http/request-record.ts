import { canonicalUuid } from './request-headers.js';
import type { Services } from '../services.js';

/** What is logged about a request. Never the actual path, headers or body: they can hold secrets. */
export interface RequestRecord {
  readonly method: string;
  /** The route pattern; 'unmatched' if no route matched. */
  readonly route: string;
  /** 499: the client disconnected before the response was sent. */
  readonly status: number;
  readonly durationMs: number;
  readonly requestId: string;
  /** From the response, else from the path. */
  readonly jobId: string | undefined;
}

/** Writes a finished request to the log and the metrics. */
export function recordRequest(
  { log, metrics }: Pick<Services, 'log' | 'metrics'>,
  record: RequestRecord,
): void {
  const { method, route, status, durationMs, requestId, jobId } = record;
  metrics.requests.inc({ method, route, status });
  metrics.requestDuration.observe({ method, route }, durationMs / 1000);
  // The path can hold any text in place of an id, even a secret: log only UUIDs.
  const uuid = canonicalUuid(jobId ?? '');
  const job = uuid === undefined ? {} : { job_id: uuid };
  log.info('request', {
    method,
    route,
    status,
    duration_ms: Math.round(durationMs * 10) / 10,
    request_id: requestId,
    ...job,
  });
}
