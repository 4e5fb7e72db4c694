/** Bounds of the HTTP contract; schemas and error messages use them. */
export const limits = {
  /** Largest request body, in bytes. */
  bodyBytes: 1_048_576,
  /** Most commands or configuration lines in one job. */
  commands: 500,
  /** Longest host name (RFC 1123), in characters. */
  hostLength: 253,
  /** Longest idempotency key, in characters. */
  idempotencyKeyLength: 255,
  /** Longest `Prefer: wait` that our client asks for, in seconds; an API applies at most its MAX_WAIT. */
  waitSeconds: 60,
  /** Most tags on a job. */
  tags: 10,
} as const;
