import type { BodyRules } from '../body/body-rules.js';
import type { ApiVersion } from '../route.js';
import type { Json } from './operation-doc.js';

/** Field names of v1, with their names in v2. */
const legacyNames: Readonly<Record<string, string>> = { ip: 'host', device_type: 'platform' };

/** Name of the component with a body's schema. */
export const bodyName = ({ schema }: BodyRules, version: ApiVersion): string =>
  version === 'v1' ? `${schema.$id}V1` : schema.$id;

/** A schema without $id: in the document, the name of its component identifies it. */
export function unnamed(schema: object): Json {
  const { $id: _id, ...rest } = schema as Json; // a JSON schema is a JSON object
  return rest;
}

/** The schema of a body in v1, which also accepts the old field names and ignores unknown fields. */
function legacySchema(schema: Json): Json {
  // The contract's own schemas, all of objects.
  const objectSchema = schema as { readonly properties?: Json; readonly required?: readonly string[] };
  const { properties = {}, required = [], ...rest } = objectSchema;
  const oldFields = Object.entries(legacyNames).filter(([, name]) => name in properties);
  const anyOf = required.includes('host')
    ? { allOf: [{ anyOf: [{ required: ['host'] }, { required: ['ip'] }] }] }
    : {};
  const oldProperties = Object.fromEntries(
    oldFields.map(([oldName, name]) => [
      oldName,
      // The schema of a property is a JSON object.
      { ...(properties[name] as Json), description: `Old name of \`${name}\`.`, deprecated: true },
    ]),
  );
  return {
    ...rest,
    ...anyOf,
    required: required.filter((name) => name !== 'host'),
    properties: { ...properties, ...oldProperties },
    additionalProperties: true,
  };
}

/** The schema of a body in an API version. */
export function bodySchema({ schema }: BodyRules, version: ApiVersion): Json {
  return version === 'v1' ? legacySchema(unnamed(schema)) : unnamed(schema);
}
