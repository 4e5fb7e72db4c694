import { limits } from '@naas/contract';
import type { Route } from '../route.js';
import type { Json, OperationDoc } from './operation-doc.js';

const text = { type: 'string' } as const;

const inPaths: Readonly<Record<string, Json>> = {
  job_id: { description: 'Job id.', schema: text, example: '3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f' },
  batch_id: {
    description: 'Batch id.',
    schema: text,
    example: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  },
  key_id: { description: 'API key id.', schema: text, example: 'k-3f2b9c1e' },
  context: { description: 'Context of the device.', schema: text, example: 'default' },
  host: { description: 'IP address or host name of the device.', schema: text, example: '192.0.2.1' },
  port: { description: 'SSH port of the device.', schema: text, example: '22' },
};

const inHeaders: Readonly<Record<string, Json>> = {
  'X-Request-ID': {
    description:
      'UUID of the request, with or without dashes, in any case; it counts in lower case with dashes. On a submit of ' +
      'one job it becomes the job id, and another text is refused (400); elsewhere another text is replaced by a new ' +
      'UUID. Default: a new UUID.',
    schema: text,
    example: '3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f',
  },
  Prefer: {
    description:
      '`wait=N` (RFC 7240): wait up to N seconds for the job to end before responding. A larger N than MAX_WAIT ' +
      '(default 50) counts as MAX_WAIT.',
    schema: text,
    example: 'wait=10',
  },
  'X-Idempotency-Key': {
    description:
      'Name that the caller gives to this submit. Another submit of the same caller with the same key returns the ' +
      'first job or batch instead of a new one. Keys are remembered for IDEMPOTENCY_TTL seconds.',
    schema: { type: 'string', minLength: 1, maxLength: limits.idempotencyKeyLength },
    example: 'change-4711',
  },
  'Last-Event-ID': {
    description: 'Id of the last event received; the stream continues after it.',
    schema: text,
    example: '1764111111111-0',
  },
};

const parameter = (place: string, name: string, facts: Json | undefined): Json => ({
  name,
  in: place,
  ...(facts ?? { schema: text }),
});

/** Names of the path parameters. */
export const pathParameters = (path: string): readonly string[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);

/** A path in OpenAPI syntax. */
export const openApiPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

/** Query parameters; one that may be repeated is an array. */
function queryParameters(row: Route): readonly Json[] {
  const rules = row.permission === 'public' ? {} : (row.query ?? {});
  return Object.entries(rules).map(([name, { schema, description, maxValues = 1 }]) => {
    const isList = maxValues > 1;
    return {
      name,
      in: 'query',
      description,
      schema: isList ? { type: 'array', items: schema, maxItems: maxValues } : schema,
      ...(isList ? { style: 'form', explode: true } : {}),
    };
  });
}

/** The parameters of an operation. */
export function parametersOf(row: Route, { requestHeaders = [] }: OperationDoc): readonly Json[] {
  const { path, permission } = row;
  const headers = permission === 'public' ? requestHeaders : (['X-Request-ID', ...requestHeaders] as const);
  return [
    ...pathParameters(path).map((name) => ({ ...parameter('path', name, inPaths[name]), required: true })),
    ...queryParameters(row),
    ...headers.map((name) => parameter('header', name, inHeaders[name])),
  ];
}
