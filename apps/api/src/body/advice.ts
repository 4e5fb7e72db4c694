import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Format } from './formats.js';
import { nearest } from '@naas/core';

/** Field names of other APIs that callers are likely to use, with our names. */
const renamed: Readonly<Record<string, string>> = {
  ip: 'host',
  hostname: 'host',
  device_type: 'platform',
  command: 'commands',
  config_commands: 'commands',
  user: 'username',
  secret: 'enable',
  save: 'save_config',
  timeout: 'read_timeout',
};

const typeNames: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'a string',
  boolean: 'true or false',
  array: 'a list',
  object: 'a JSON object',
};

interface Schema {
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
}

// The schemas are the contract's own.
const schemaOf = (error: ErrorObject): Schema => (error.parentSchema ?? {}) as Schema;
// Which parameters an error has depends on its keyword, see Ajv's documentation.
const param = (error: ErrorObject, name: string): string =>
  String((error.params as Readonly<Record<string, unknown>>)[name]);

function typeAdvice(error: ErrorObject): string {
  const type = param(error, 'type');
  const given: unknown = error.data;
  if (error.instancePath === '') return 'The body must be a JSON object';
  if (
    typeof given === 'string' &&
    (type === 'integer' || type === 'number') &&
    /^-?\d{1,9}(\.\d{1,9})?$/.test(given)
  )
    return `must be ${typeNames[type]}, not a string; write ${given} without quotes`;
  if (typeof given === 'string' && type === 'boolean' && /^(true|false)$/.test(given))
    return `must be true or false, not a string; write ${given} without quotes`;
  if (typeof given === 'string' && type === 'array')
    return 'must be a list of strings; put the string in square brackets';
  return `must be ${typeNames[type] ?? type}`;
}

function rangeAdvice(error: ErrorObject): string {
  const { minimum, maximum } = schemaOf(error);
  return `must be from ${minimum} to ${maximum}`;
}

function unknownAdvice(error: ErrorObject): string {
  const name = param(error, 'additionalProperty');
  const fields = Object.keys(schemaOf(error).properties ?? {});
  const suggestion = Object.hasOwn(renamed, name) ? renamed[name] : nearest(name, fields);
  if (suggestion && fields.includes(suggestion)) return `is not a field of this request; use "${suggestion}"`;
  return 'is not a field of this request; remove it';
}

function requiredAdvice(error: ErrorObject): string {
  const description = schemaOf(error).properties?.[param(error, 'missingProperty')]?.description;
  return `is required${description ? `: ${description.replace(/\.$/, '')}` : ''}`;
}

const patternAdvice = (error: ErrorObject): string =>
  error.instancePath.startsWith('/tags/')
    ? 'must be 1 to 64 characters, each a letter, a digit or one of "_", ":", "." and "-"'
    : 'must be a single line that is not blank, without control characters';

/** Messages for validation errors, by the schema keyword that failed. */
export const adviceByKeyword: Readonly<
  Record<string, (error: ErrorObject, formats: Readonly<Record<string, Format>>) => string>
> = {
  type: typeAdvice,
  required: requiredAdvice,
  additionalProperties: unknownAdvice,
  // All enums in our schemas are of strings.
  enum: (error) => `must be one of ${(error.params['allowedValues'] as readonly string[]).join(', ')}`,
  minimum: rangeAdvice,
  maximum: rangeAdvice,
  minLength: () => 'must not be empty',
  maxLength: (error) => `must have at most ${param(error, 'limit')} characters`,
  minItems: () => 'must have at least one entry',
  maxItems: (error) => `must have at most ${param(error, 'limit')} entries`,
  uniqueItems: () => 'must not have duplicate entries',
  maxProperties: (error) => `must have at most ${param(error, 'limit')} entries`,
  propertyNames: () => 'is not a valid name; use 1 to 64 letters, digits, "_" and "-"',
  pattern: patternAdvice,
  oneOf: (error) =>
    error.params['passingSchemas']
      ? 'means the same as "commands"; give only one of them'
      : 'is required: Configuration lines, sent in order',
  format: (error, formats) => formats[param(error, 'format')]?.advice(String(error.data)) ?? 'is malformed',
};
