import { limits } from '@naas/contract';
import type { Route } from '../route.js';
import type { Json, OperationDoc } from './operation-doc.js';

const text = { type: 'string' } as const;

const inPaths: Readonly<Record<string, Json>> = {
  job_id: { description: 'Id of the job.', schema: text, example: '3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f' },
  batch_id: {
    description: 'Id of the batch.',
    schema: text,
    example: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  },
  key_id: { description: 'Id of the API key.', schema: text, example: 'k-3f2b9c1e' },
  context: { description: 'Context of the device.', schema: text, example: 'default' },
  host: { description: 'Host of the device.', schema: text, example: '192.0.2.1' },
  port: { description: 'SSH port of the device.', schema: text, example: '22' },
};

const inHeaders: Readonly<Record<string, Json>> = {
  'X-Request-ID': {
    description: "UUID of the request; on a submit it becomes the job's id.",
    schema: { type: 'string', format: 'uuid' },
  },
  Prefer: {
    description:
      `\`wait=N\` (RFC 7240) holds the answer until the job has ended, at most N seconds, N at most ` +
      `${limits.waitSeconds}.`,
    schema: text,
    example: 'wait=10',
  },
  'X-Idempotency-Key': {
    description: 'The same key from the same caller gives the first job again.',
    schema: { type: 'string', minLength: 1, maxLength: limits.idempotencyKeyLength },
    example: 'change-4711',
  },
  'Last-Event-ID': {
    description: 'Id of the last event that was seen; what came after it is sent first.',
    schema: text,
    example: '1764111111111-0',
  },
};

const parameter = (place: string, name: string, facts: Json | undefined): Json => ({
  name,
  in: place,
  ...(facts ?? { schema: text }),
});

/** Names of the parts of a path that vary. */
export const pathParameters = (path: string): readonly string[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);

/** A path as OpenAPI writes it. */
export const openApiPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

/** A parameter that may be given several times is a list. */
function queryParameters(row: Route): readonly Json[] {
  const rules = row.permission === 'public' ? {} : (row.query ?? {});
  return Object.entries(rules).map(([name, { schema, description, most = 1 }]) => {
    const isList = most > 1;
    return {
      name,
      in: 'query',
      description,
      schema: isList ? { type: 'array', items: schema, maxItems: most } : schema,
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
