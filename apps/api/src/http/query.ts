import { ApiError } from './api-error.js';
import { isDeviceHost } from '../body/host.js';

/** A query parameter of a route. */
export interface QueryParameter {
  /** JSON Schema of each value. */
  readonly schema:
    | {
        readonly type: 'integer';
        readonly minimum: number;
        readonly maximum: number;
        readonly default: number;
      }
    | { readonly type: 'string'; readonly enum: readonly string[] }
    | { readonly type: 'string'; readonly pattern: string }
    | { readonly type: 'string'; readonly format: 'device-host' };
  readonly description: string;
  /** Maximum number of values. Default: 1. */
  readonly maxValues?: number;
}

/** The query parameters of a route, by name. */
export type QueryRules = Readonly<Record<string, QueryParameter>>;

/** The given values of each query parameter of a route; an empty list if it was left out. */
export type Query = Readonly<Record<string, readonly string[] | undefined>>;

const refuse = (message: string): never => {
  throw new ApiError('INVALID_REQUEST', message);
};

/** The rule that a value breaks, such as 'one of: …'; null if it is valid. */
function brokenRule(text: string, schema: QueryParameter['schema']): string | null {
  if (schema.type === 'integer') {
    const isInRange =
      /^\d{1,9}$/.test(text) && Number(text) >= schema.minimum && Number(text) <= schema.maximum;
    return isInRange ? null : `a whole number from ${schema.minimum} to ${schema.maximum}`;
  }
  if ('enum' in schema) return schema.enum.includes(text) ? null : `one of: ${schema.enum.join(', ')}`;
  if ('format' in schema) return isDeviceHost(text) ? null : 'an IPv4 or IPv6 address, or a host name';
  return new RegExp(schema.pattern, 'u').test(text) ? null : `of the form ${schema.pattern}`;
}

function checkParameter(
  name: string,
  values: readonly string[],
  { schema, maxValues = 1 }: QueryParameter,
): void {
  if (values.length > maxValues) {
    const times = maxValues === 1 ? 'once' : `${maxValues} times`;
    refuse(`The query parameter "${name}" may be given only ${times}; leave out the rest.`);
  }
  const rule = values.map((text) => brokenRule(text, schema)).find((broken) => broken !== null);
  if (rule !== undefined) refuse(`The query parameter "${name}" must be ${rule}.`);
}

/**
 * Parses a query string.
 * @throws ApiError INVALID_REQUEST for an invalid value, or a parameter that the route does not have (ignored
 * if `isLenient`).
 */
export function readQuery(queryText: string, rules: QueryRules, isLenient = false): Query {
  const given = new URLSearchParams(queryText);
  const names = Object.keys(rules);
  const isUnknown = !isLenient && [...given.keys()].some((name) => !names.includes(name));
  if (isUnknown)
    refuse(`The query has an unknown parameter; use only ${names.map((name) => `"${name}"`).join(', ')}.`);
  const query = Object.fromEntries(names.map((name) => [name, given.getAll(name)]));
  for (const [name, parameter] of Object.entries(rules)) checkParameter(name, query[name] ?? [], parameter);
  return query;
}
