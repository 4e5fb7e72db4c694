const text = (description: string, example: string) =>
  ({ description, schema: { type: 'string' }, example }) as const;
const number = (description: string, example: number) =>
  ({ description, schema: { type: 'integer', minimum: 0 }, example }) as const;

/** Documented response headers: all except those of HTTP itself and security headers for browsers. */
export const responseHeaders = {
  'X-Request-ID': text(
    "Id of the request: the job's id on a submit of one job, else the caller's `X-Request-ID`, else a new UUID.",
    '3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f',
  ),
  'X-API-Version': text('API version: `v1` or `v2`.', 'v2'),
  'X-API-Deprecated': text('Always `true`; only sent by v1.', 'true'),
  Deprecation: text('Always `true`; only sent by v1.', 'true'),
  Sunset: text('Date on which v1 ends; only sent by v1.', '2027-01-01'),
  Link: text('Successor of v1; only sent by v1.', '</v2/>; rel="successor-version"'),
  Location: text('Path of the job or batch.', '/v2/jobs/3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f'),
  'Preference-Applied': text('The wait that was applied.', 'wait=10'),
  'X-RateLimit-Limit': number(
    'Maximum number of jobs in the window, for the limit with the fewest jobs remaining.',
    1000,
  ),
  'X-RateLimit-Remaining': number('Number of jobs that the limit still allows in the window.', 999),
  'X-RateLimit-Reset': number('Seconds until the oldest counted job leaves the window.', 60),
  'Retry-After': number('Seconds to wait before trying again.', 10),
  'WWW-Authenticate': text('Accepted authentication schemes.', 'Basic realm="naas", Bearer'),
  Allow: text('Methods that this route accepts.', 'GET, HEAD'),
  'X-Accel-Buffering': text(
    'Always `no`: tells nginx and similar proxies to forward events without buffering.',
    'no',
  ),
} as const;

/** Name of a documented response header. */
export type HeaderName = keyof typeof responseHeaders;

/** Headers of every response of an API version. */
export const headersOfVersion: Readonly<Record<'v1' | 'v2', readonly HeaderName[]>> = {
  v1: ['X-Request-ID', 'X-API-Version', 'X-API-Deprecated', 'Deprecation', 'Sunset', 'Link'],
  v2: ['X-Request-ID', 'X-API-Version'],
};

/** Headers of responses of rate-limited operations. */
export const rateHeaderNames: readonly HeaderName[] = [
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
];

/** References to header components, as a response object has them. */
export const headerReferences = (names: readonly HeaderName[]) =>
  Object.fromEntries([...new Set(names)].map((name) => [name, { $ref: `#/components/headers/${name}` }]));
