import { requiredRole } from '@naas/auth';
import type { Route } from '../route.js';
import { errorResponseDocs } from './error-response-docs.js';
import { headerReferences, headersOfVersion, rateHeaderNames } from './headers.js';
import type { Json, OperationDoc, SuccessResponse } from './operation-doc.js';
import { parametersOf } from './parameters.js';
import { bodyName } from './request-body.js';

const pascal = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** A unique name of an operation, such as `getV2JobsByJobId`. */
export function operationId({ method, path }: Pick<Route, 'method' | 'path'>): string {
  const words = path
    .replaceAll(':', 'by-')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  return method + (words.length === 0 ? 'Root' : words.map(pascal).join(''));
}

function successResponse(
  { description, content, headers = [] }: SuccessResponse,
  row: Route,
  doc: OperationDoc,
): Json {
  const names = [
    ...headersOfVersion[row.version ?? 'v2'],
    ...headers,
    ...(doc.isRateLimited ? rateHeaderNames : []),
  ];
  return {
    description,
    headers: headerReferences(names),
    ...(content ? { content: { [content.type]: { schema: content.schema, example: content.example } } } : {}),
  };
}

function requestBody(row: Route, { bodyExample }: OperationDoc): Json {
  if (row.permission === 'public' || !row.body) return {};
  const schema = { $ref: `#/components/schemas/${bodyName(row.body, row.version ?? 'v2')}` };
  return {
    requestBody: {
      required: row.body.isOptional !== true,
      content: { 'application/json': { schema, example: bodyExample ?? {} } },
    },
  };
}

function security({ permission, path }: Route): Json {
  if (permission === 'public') return { security: path === '/metrics' ? [{}, { bearer: [] }] : [] };
  return {
    security: [{ basic: [] }, { bearer: [] }],
    'x-permission': permission,
    'x-role': requiredRole(permission),
  };
}

/** The OpenAPI description of an operation. */
export function operationOf(row: Route, doc: OperationDoc): Json {
  return {
    operationId: operationId(row),
    tags: [doc.tag],
    summary: doc.summary,
    ...(doc.description === undefined ? {} : { description: doc.description }),
    ...(row.version === 'v1' ? { deprecated: true } : {}),
    ...security(row),
    parameters: parametersOf(row, doc),
    ...requestBody(row, doc),
    responses: {
      ...Object.fromEntries(
        doc.responses.map((response) => [`${response.status}`, successResponse(response, row, doc)]),
      ),
      ...errorResponseDocs(row, doc),
    },
  };
}
