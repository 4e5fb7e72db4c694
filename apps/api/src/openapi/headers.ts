const text = (description: string, example: string) =>
  ({ description, schema: { type: 'string' }, example }) as const;
const number = (description: string, example: number) =>
  ({ description, schema: { type: 'integer', minimum: 0 }, example }) as const;

/**
 * Every header of answers that says something about the API; those of HTTP and of browsers' security are not
 * told.
 */
export const responseHeaders = {
  'X-Request-ID': text(
    "The job's id on a submit; otherwise the caller's own, or a new one.",
    '3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f',
  ),
  'X-API-Version': text('`v1` or `v2`.', 'v2'),
  'X-API-Deprecated': text('`true` on v1.', 'true'),
  Deprecation: text('`true` on v1 (RFC 9745).', 'true'),
  Sunset: text('When v1 ends.', '2027-01-01'),
  Link: text('What follows v1.', '</v2/>; rel="successor-version"'),
  Location: text('Where the job or batch is read.', '/v2/jobs/3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f'),
  'Preference-Applied': text('The wait that was granted.', 'wait=10'),
  'X-RateLimit-Limit': number('Most jobs in the window, of the limit that leaves least room.', 1000),
  'X-RateLimit-Remaining': number('Jobs that are left in the window.', 999),
  'X-RateLimit-Reset': number('Seconds until the first of those counted leaves the window.', 60),
  'Retry-After': number('Seconds after which to try again.', 10),
  'WWW-Authenticate': text('The schemes that are accepted.', 'Basic realm="naas", Bearer'),
  Allow: text('The methods this route answers.', 'GET, HEAD'),
  'X-Accel-Buffering': text('`no`: proxies pass events on at once.', 'no'),
} as const;

/** Name of a header that answers carry. */
export type HeaderName = keyof typeof responseHeaders;

/** Headers of every answer of a version. */
export const headersOfVersion: Readonly<Record<'v1' | 'v2', readonly HeaderName[]>> = {
  v1: ['X-Request-ID', 'X-API-Version', 'X-API-Deprecated', 'Deprecation', 'Sunset', 'Link'],
  v2: ['X-Request-ID', 'X-API-Version'],
};

/** Headers of the answers that rate limits govern. */
export const rateHeaderNames: readonly HeaderName[] = [
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
];

/** Headers as an answer's object refers to them. */
export const headerReferences = (names: readonly HeaderName[]) =>
  Object.fromEntries([...new Set(names)].map((name) => [name, { $ref: `#/components/headers/${name}` }]));
