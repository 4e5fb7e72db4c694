/** A JSON object in the document. */
export type Json = Readonly<Record<string, unknown>>;

interface Media {
  readonly schema: Json;
  readonly example?: unknown;
}

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Json;
  readonly example?: unknown;
}

/** A documented response of an operation. */
export interface DocumentedResponse {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, Media>>;
}

/** An operation of the document. */
export interface Operation {
  /** Upper case. */
  readonly method: string;
  /** In OpenAPI syntax: `/v2/jobs/{job_id}`. */
  readonly path: string;
  readonly permission: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: (Media & { readonly isRequired: boolean }) | undefined;
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
}

interface WrittenOperation {
  readonly 'x-permission'?: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
}

/** The operations of a document, in order. */
export function operationsOf(document: Json): readonly Operation[] {
  // The structure that OpenAPI defines.
  const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>;
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, written]): Operation => {
      const { requestBody } = written;
      const media = requestBody?.content['application/json'];
      const body = media && { ...media, isRequired: requestBody.required };
      return {
        method: method.toUpperCase(),
        path,
        permission: written['x-permission'],
        parameters: written.parameters,
        body,
        responses: written.responses,
      };
    }),
  );
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The pattern of a path: a parameter matches anything except a slash, and a final slash is optional. */
export const pathPattern = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split(/\{\w+\}/)
      .map(escape)
      .join('([^/]+)')}/?$`,
  );
