import type { HttpErrorCode } from '@naas/contract';
import type { HeaderName } from './headers.js';

/** JSON, as a document holds it. */
export type Json = Readonly<Record<string, unknown>>;

/** Groups of operations, in the order in which they are shown. */
export const tags = {
  Submit: 'Hand in commands or configuration for a device; the answer is the id of a job.',
  Jobs: 'Read, list, follow, cancel and replay jobs. Any of the job paths answers for a job of any kind.',
  Batches: 'The same commands for many devices at once, all or nothing.',
  Service: 'What is there: contexts, platforms, workers, health and metrics.',
  'API keys': 'Make, list, revoke and rotate API keys.',
  Administration: 'Circuit breakers and pinned SSH host keys.',
  Documentation: 'This document and its page.',
} as const;

/** An answer that is no error. */
export interface SuccessAnswer {
  readonly status: number;
  readonly description: string;
  /** Null: there is no body. */
  readonly content: { readonly type: string; readonly schema: Json; readonly example: unknown } | null;
  readonly headers?: readonly HeaderName[];
}

/** What is told of an operation beside what its row says. */
export interface OperationDoc {
  readonly tag: keyof typeof tags;
  readonly summary: string;
  readonly description?: string;
  /** Request headers of its own. */
  readonly requestHeaders?: readonly ('Prefer' | 'X-Idempotency-Key' | 'Last-Event-ID')[];
  /** Example of the body, where it has one. */
  readonly bodyExample?: Json;
  readonly answers: readonly [SuccessAnswer, ...SuccessAnswer[]];
  /** Error codes beside those that follow from the row: see errorCodes. */
  readonly errors?: readonly HttpErrorCode[];
  /** True: rate limits govern it, and its answers say how they stand. */
  readonly isRateLimited?: boolean;
}

/** A JSON answer of one of the components. */
export const jsonAnswer = (
  status: number,
  description: string,
  {
    schema,
    example,
    headers = [],
  }: { readonly schema: string; readonly example: unknown; readonly headers?: readonly HeaderName[] },
): SuccessAnswer => ({
  status,
  description,
  content: { type: 'application/json', schema: { $ref: `#/components/schemas/${schema}` }, example },
  headers,
});
