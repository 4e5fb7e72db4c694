import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Format } from './formats.js';
import { nearest } from './nearest.js';

/** Fields of other APIs that callers bring along, and what they are called here. */
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
  string: 'a text',
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

// the contract's own schemas
const schemaOf = (error: ErrorObject): Schema => (error.parentSchema ?? {}) as Schema;
const param = (error: ErrorObject, name: string): string =>
  String((error.params as Readonly<Record<string, unknown>>)[name]); // Ajv names them for each keyword

function typeAdvice(error: ErrorObject): string {
  const wanted = param(error, 'type');
  const given: unknown = error.data;
  if (error.instancePath === '') return 'The body must be a JSON object';
  if (
    typeof given === 'string' &&
    (wanted === 'integer' || wanted === 'number') &&
    /^-?\d{1,9}(\.\d{1,9})?$/.test(given)
  )
    return `must be ${typeNames[wanted]}, not a text; write ${given} without quotes`;
  if (typeof given === 'string' && wanted === 'boolean' && /^(true|false)$/.test(given))
    return `must be true or false, not a text; write ${given} without quotes`;
  if (typeof given === 'string' && wanted === 'array')
    return 'must be a list of texts; put the text in square brackets';
  return `must be ${typeNames[wanted] ?? wanted}`;
}

function rangeAdvice(error: ErrorObject): string {
  const { minimum, maximum } = schemaOf(error);
  return `must be from ${minimum} to ${maximum}`;
}

function unknownAdvice(error: ErrorObject): string {
  const name = param(error, 'additionalProperty');
  const fields = Object.keys(schemaOf(error).properties ?? {});
  const meant = Object.hasOwn(renamed, name) ? renamed[name] : nearest(name, fields);
  if (meant && fields.includes(meant)) return `is not a field of this request; use "${meant}"`;
  return 'is not a field of this request; remove it';
}

function requiredAdvice(error: ErrorObject): string {
  const description = schemaOf(error).properties?.[param(error, 'missingProperty')]?.description;
  return `is required${description ? `: ${description.replace(/\.$/, '')}` : ''}`;
}

const patternAdvice = (error: ErrorObject): string =>
  error.instancePath.startsWith('/tags/')
    ? 'must be 1 to 64 characters, each a letter, a digit or one of "_", ":", "." and "-"'
    : 'must be one line that is not blank, without line breaks or other control characters';

/** What to say of a fault, by the keyword of the schema that found it. */
export const adviceByKeyword: Readonly<
  Record<string, (error: ErrorObject, formats: Readonly<Record<string, Format>>) => string>
> = {
  type: typeAdvice,
  required: requiredAdvice,
  additionalProperties: unknownAdvice,
  // Ajv names them; ours are texts
  enum: (error) => `must be one of ${(error.params['allowedValues'] as readonly string[]).join(', ')}`,
  minimum: rangeAdvice,
  maximum: rangeAdvice,
  minLength: () => 'must not be empty',
  maxLength: (error) => `must have at most ${param(error, 'limit')} characters`,
  minItems: () => 'must hold at least one entry',
  maxItems: (error) => `must hold at most ${param(error, 'limit')} entries`,
  uniqueItems: () => 'must not hold an entry twice',
  maxProperties: (error) => `must hold at most ${param(error, 'limit')} entries`,
  propertyNames: () => 'is no valid name: use 1 to 64 letters, digits, "_" and "-"',
  pattern: patternAdvice,
  oneOf: (error) =>
    error.params['passingSchemas']
      ? 'is another name of "commands"; give one of them'
      : 'is required: Configuration lines, sent in order',
  format: (error, formats) => formats[param(error, 'format')]?.advice(String(error.data)) ?? 'is malformed',
};
