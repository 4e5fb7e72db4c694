import type { BodyRules, RawFields } from './body-rules.js';

/** Field names of v1, with their names in v2. */
const legacyFields: Readonly<Record<string, string>> = { ip: 'host', device_type: 'platform' };

const isObject = (value: unknown): value is RawFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Makes the function that converts a v1 body to v2. It renames fields and drops unknown ones. If both names
 * of a field are given, the v2 name wins, unless the value under the v1 name is not a string: then that value
 * is kept, so that validation refuses it.
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
    const invalid = renamed.filter(([, value]) => typeof value !== 'string');
    return Object.fromEntries([
      ...renamed,
      ...Object.entries(given).filter(([name]) => known.has(name)),
      ...invalid,
    ]);
  };
}
