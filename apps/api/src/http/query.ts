import { ApiError } from './api-error.js';
import { isDeviceHost } from '../body/host.js';

/** A parameter behind the question mark, as its row describes it. */
export interface QueryParameter {
  /** JSON Schema of one value. */
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
  /** Most values; 1 where it is not given. */
  readonly most?: number;
}

/** The parameters of a row, by name. */
export type QueryRules = Readonly<Record<string, QueryParameter>>;

/** The values given for each parameter of a row; none where it was left out. */
export type Query = Readonly<Record<string, readonly string[] | undefined>>;

const refuse = (message: string): never => {
  throw new ApiError('INVALID_REQUEST', message);
};

/** What a value must be; null when it is that. */
function advice(text: string, schema: QueryParameter['schema']): string | null {
  if (schema.type === 'integer') {
    const isFit = /^\d{1,9}$/.test(text) && Number(text) >= schema.minimum && Number(text) <= schema.maximum;
    return isFit ? null : `a whole number from ${schema.minimum} to ${schema.maximum}`;
  }
  if ('enum' in schema) return schema.enum.includes(text) ? null : `one of: ${schema.enum.join(', ')}`;
  if ('format' in schema) return isDeviceHost(text) ? null : 'an IPv4 or IPv6 address, or a host name';
  return new RegExp(schema.pattern, 'u').test(text) ? null : `of the form ${schema.pattern}`;
}

function checkParameter(name: string, values: readonly string[], { schema, most = 1 }: QueryParameter): void {
  if (values.length > most)
    refuse(
      `The query parameter "${name}" may be given ${most === 1 ? 'once' : `${most} times`}; leave out the rest.`,
    );
  const wanted = values.map((text) => advice(text, schema)).find((fault) => fault !== null);
  if (wanted !== undefined) refuse(`The query parameter "${name}" must be ${wanted}.`);
}

/**
 * Reads what stands behind the question mark.
 * @throws ApiError INVALID_REQUEST for a parameter that the row does not have (unless `isLenient`), or a
 * value it cannot have.
 */
export function readQuery(queryText: string, rules: QueryRules, isLenient = false): Query {
  const given = new URLSearchParams(queryText);
  const names = Object.keys(rules);
  const isUnknown = !isLenient && [...given.keys()].some((name) => !names.includes(name));
  if (isUnknown)
    refuse(
      `The query holds a parameter that is not known here; use ${names.map((name) => `"${name}"`).join(', ')}.`,
    );
  const query = Object.fromEntries(names.map((name) => [name, given.getAll(name)]));
  for (const [name, parameter] of Object.entries(rules)) checkParameter(name, query[name] ?? [], parameter);
  return query;
}
