import type { HttpErrorCode } from '@naas/contract';
import type { HeaderName } from './headers.js';

/** A JSON object in the document. */
export type Json = Readonly<Record<string, unknown>>;

/** Groups of operations, in the order in which they are shown. */
export const tags = {
  Submit: 'Submit commands or configuration for a device. The response has the id of a job.',
  Jobs: 'Read, list, follow, cancel and replay jobs. Every job path works for jobs of every kind.',
  Batches: 'Submit the same commands or configuration for several devices: all jobs are accepted, or none.',
  Service: 'Contexts, platforms, workers, health and metrics.',
  'API keys': 'Create, list, revoke and rotate API keys.',
  Administration: 'Circuit breakers and pinned SSH host keys.',
  Documentation: 'This OpenAPI document and its web page.',
} as const;

/** A success response of an operation. */
export interface SuccessResponse {
  readonly status: number;
  readonly description: string;
  /** Null: no body. */
  readonly content: { readonly type: string; readonly schema: Json; readonly example: unknown } | null;
  readonly headers?: readonly HeaderName[];
}

/** Documentation of an operation that does not follow from its route. */
export interface OperationDoc {
  readonly tag: keyof typeof tags;
  readonly summary: string;
  readonly description?: string;
  /** Request headers besides X-Request-ID. */
  readonly requestHeaders?: readonly ('Prefer' | 'X-Idempotency-Key' | 'Last-Event-ID')[];
  /** Example of the request body. Default: {}. */
  readonly bodyExample?: Json;
  readonly responses: readonly [SuccessResponse, ...SuccessResponse[]];
  /** Error codes besides those that follow from the route; see errorCodes(). */
  readonly errors?: readonly HttpErrorCode[];
  /** Whether it is rate-limited, so that its responses have rate limit headers. Default: false. */
  readonly isRateLimited?: boolean;
}

/** A JSON response whose schema is a component. */
export const jsonResponse = (
  status: number,
  description: string,
  {
    schema,
    example,
    headers = [],
  }: { readonly schema: string; readonly example: unknown; readonly headers?: readonly HeaderName[] },
): SuccessResponse => ({
  status,
  description,
  content: { type: 'application/json', schema: { $ref: `#/components/schemas/${schema}` }, example },
  headers,
});
