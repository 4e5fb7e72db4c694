import { jobErrors, responseSchemas } from '@naas/contract';
import type { Route } from '../route.js';
import { responseHeaders } from './headers.js';
import type { Json } from './operation-doc.js';
import { bodyName, bodySchema, unnamed } from './request-body.js';

type NamedSchema = object & { readonly $id: string };

/** Schemas of all request bodies, by name. */
function bodySchemas(routes: readonly Route[]): Json {
  const found = routes.flatMap((row) =>
    row.permission === 'public' || !row.body
      ? []
      : [[bodyName(row.body, row.version ?? 'v2'), bodySchema(row.body, row.version ?? 'v2')] as const],
  );
  return Object.fromEntries(found);
}

const jobErrorCode = {
  enum: Object.keys(jobErrors),
  description: Object.entries(jobErrors)
    .map(([code, { meaning, retryable }]) => `- \`${code}\`${retryable ? ' (retryable)' : ''}: ${meaning}`)
    .join('\n'),
};

/** The components of the document, which operations refer to. */
export function componentsOf(routes: readonly Route[]): Json {
  const named = Object.values<NamedSchema>(responseSchemas).map(
    (schema) => [schema.$id, unnamed(schema)] as const,
  );
  return {
    schemas: { ...Object.fromEntries(named), JobErrorCode: jobErrorCode, ...bodySchemas(routes) },
    headers: responseHeaders,
    securitySchemes: {
      basic: {
        type: 'http',
        scheme: 'basic',
        description:
          'User name and password of the device. They identify the caller here, and only the device checks them.',
      },
      bearer: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'Token of an API key.',
      },
    },
  };
}
