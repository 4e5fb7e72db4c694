import { httpErrors, type HttpErrorCode } from '@naas/contract';
import type { Route } from '../route.js';
import { headerReferences, headersOfVersion, rateHeaderNames, type HeaderName } from './headers.js';
import type { Json, OperationDoc } from './operation-doc.js';

const everyRoute: readonly HttpErrorCode[] = ['INTERNAL_ERROR'];
const authenticatedRoute: readonly HttpErrorCode[] = [
  'INVALID_REQUEST',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BACKEND_UNAVAILABLE',
];
const routeWithBody: readonly HttpErrorCode[] = [
  'INVALID_JSON',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'VALIDATION_FAILED',
];

const headersOfStatus: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  403: ['Retry-After'],
  405: ['Allow'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

/** All error codes that an operation can answer, in the order of the table of HTTP errors. */
export function errorCodes(
  row: Route,
  { errors = [] }: Pick<OperationDoc, 'errors'>,
): readonly HttpErrorCode[] {
  const hasBody = row.permission !== 'public' && row.body !== null;
  const found = new Set([
    ...everyRoute,
    ...(row.permission === 'public' ? [] : authenticatedRoute),
    ...(hasBody ? routeWithBody : []),
    ...errors,
  ]);
  // Object.keys() loses the type of the keys.
  return (Object.keys(httpErrors) as HttpErrorCode[]).filter((code) => found.has(code));
}

/** An example of an error body. */
function exampleOf(code: HttpErrorCode): Json {
  const { status, meaning } = httpErrors[code];
  const details =
    code === 'VALIDATION_FAILED'
      ? {
          details: [
            { path: '/port', message: 'must be a whole number, not a string; write 22 without quotes' },
          ],
        }
      : {};
  return {
    summary: meaning,
    value: { error: meaning, code, status, request_id: '3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f', ...details },
  };
}

/** The response for one status that has these error codes. */
export function errorResponseDoc(
  status: number,
  codes: readonly HttpErrorCode[],
  headers: readonly HeaderName[],
): Json {
  return {
    description: codes.map((code) => `\`${code}\`: ${httpErrors[code].meaning}`).join(' '),
    headers: headerReferences([...headers, ...(headersOfStatus[status] ?? [])]),
    content: {
      'application/json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Error' },
            { properties: { code: { enum: codes }, status: { const: status } } },
          ],
        },
        examples: Object.fromEntries(codes.map((code) => [code, exampleOf(code)])),
      },
    },
  };
}

/** The error responses of an operation, by status. */
export function errorResponseDocs(row: Route, doc: OperationDoc): Json {
  const codes = errorCodes(row, doc);
  const headers = [...headersOfVersion[row.version ?? 'v2'], ...(doc.isRateLimited ? rateHeaderNames : [])];
  const statuses = [...new Set(codes.map((code) => httpErrors[code].status))];
  return Object.fromEntries(
    statuses.map((status) => [
      `${status}`,
      errorResponseDoc(
        status,
        codes.filter((code) => httpErrors[code].status === status),
        headers,
      ),
    ]),
  );
}
