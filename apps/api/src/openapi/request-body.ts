import type { BodyRules } from '../body/body-rules.js';
import type { ApiVersion } from '../route.js';
import type { Json } from './operation-doc.js';

/** Names of fields in v1 beside the present ones. */
const legacyNames: Readonly<Record<string, string>> = { ip: 'host', device_type: 'platform' };

/** Name of a body's schema among the components. */
export const bodyName = ({ schema }: BodyRules, version: ApiVersion): string =>
  version === 'v1' ? `${schema.$id}V1` : schema.$id;

/** A schema without its name, which is its place among the components. */
export function unnamed(schema: object): Json {
  const { $id: _name, ...rest } = schema as Json; // a JSON schema is JSON
  return rest;
}

/** A body as v1 takes it: the former names too, and unknown fields are ignored. */
function legacySchema(schema: Json): Json {
  const {
    properties = {},
    required = [],
    ...rest
    // the contract's own schemas
  } = schema as { readonly properties?: Json; readonly required?: readonly string[] };
  const former = Object.entries(legacyNames).filter(([, name]) => name in properties);
  const anyOf = required.includes('host')
    ? { allOf: [{ anyOf: [{ required: ['host'] }, { required: ['ip'] }] }] }
    : {};
  const names = Object.fromEntries(
    former.map(([legacy, name]) => [
      legacy,
      { ...(properties[name] as Json), description: `Former name of \`${name}\`.`, deprecated: true },
    ]),
  ); // a property's schema is JSON
  return {
    ...rest,
    ...anyOf,
    required: required.filter((name) => name !== 'host'),
    properties: { ...properties, ...names },
    additionalProperties: true,
  };
}

/** The schema of a body in a version. */
export function bodySchema({ schema }: BodyRules, version: ApiVersion): Json {
  return version === 'v1' ? legacySchema(unnamed(schema)) : unnamed(schema);
}
