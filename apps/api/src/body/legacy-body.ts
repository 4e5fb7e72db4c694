import type { BodyRules, RawFields } from './body-rules.js';

/** Names of fields in v1, and what they are called now. */
const legacyFields: Readonly<Record<string, string>> = { ip: 'host', device_type: 'platform' };

const isObject = (value: unknown): value is RawFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Makes what turns a body of v1 into one of v2: fields under their present names, which win over the former
 * ones unless those are no texts and so a fault, and none that is unknown.
 */
export function legacyBody({ schema }: BodyRules): (given: unknown) => unknown {
  const known = new Set(
    Object.keys('properties' in schema && isObject(schema.properties) ? schema.properties : {}),
  );
  return (given) => {
    if (!isObject(given)) return given;
    const renamed = Object.entries(legacyFields).flatMap(([legacy, name]) =>
      Object.hasOwn(given, legacy) && known.has(name) ? [[name, given[legacy]] as const] : [],
    );
    const wrong = renamed.filter(([, value]) => typeof value !== 'string');
    return Object.fromEntries([
      ...renamed,
      ...Object.entries(given).filter(([name]) => known.has(name)),
      ...wrong,
    ]);
  };
}
