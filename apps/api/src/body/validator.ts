import { limits, type ErrorDetail } from '@naas/contract';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { ApiError } from '../http/api-error.js';
import type { Platforms } from '../services.js';
import { adviceByKeyword } from './advice.js';
import type { BodyFacts, BodyRules, RawFields } from './body-rules.js';
import { createFormats, type Format } from './formats.js';

/** Checks a body and fills in its defaults; throws VALIDATION_FAILED with every fault. */
export type BodyCheck = (body: unknown, call: Omit<BodyFacts, 'platforms'>) => unknown;

/** Most fields of an object that are looked at; no body has as many. */
const mostFields = 100;

const isObject = (value: unknown): value is RawFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * A body cut to what is worth a fault each: all faults are listed, so their number must have a bound. `most`:
 * entries of a list.
 */
function cut(value: unknown, depth: number, most: number): unknown {
  if (depth <= 0) return value;
  if (Array.isArray(value))
    return value.slice(0, most + 1).map((entry: unknown) => cut(entry, depth - 1, most));
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.slice(0, mostFields).map(([name, entry]) => [name, cut(entry, depth - 1, most)]),
  );
}

/** Where the fault is: the missing, unknown or misnamed field itself, not the object around it. */
function pathOf(error: ErrorObject): string {
  const { missingProperty, additionalProperty, propertyName, passingSchemas } = error.params as Readonly<
    Record<string, unknown>
  >; // Ajv names them for each keyword
  if (error.keyword === 'oneOf') return passingSchemas ? '/config' : '/commands';
  const name = [missingProperty, additionalProperty, propertyName].find(
    (candidate) => typeof candidate === 'string',
  );
  return typeof name === 'string' ? `${error.instancePath}/${escapePointer(name)}` : error.instancePath;
}

/** The parts of a oneOf, and the pattern behind a propertyNames, are told by the keyword itself. */
const isPart = (error: ErrorObject): boolean =>
  error.schemaPath.includes('/oneOf/') || error.propertyName !== undefined;

function faultsOf(
  validate: ValidateFunction,
  formats: Readonly<Record<string, Format>>,
): readonly ErrorDetail[] {
  const all = (validate.errors ?? []).filter((error) => !isPart(error));
  const notAnObject = all.find((error) => error.instancePath === '' && error.keyword === 'type');
  const errors = notAnObject ? [notAnObject] : all;
  const faults = errors.map((error) => ({
    path: pathOf(error),
    message: adviceByKeyword[error.keyword]?.(error, formats) ?? 'is not valid',
  }));
  // One for each place: an empty host need not be told that it is no address either.
  return [...new Map(faults.toReversed().map((fault) => [fault.path, fault])).values()].toReversed();
}

function refuse(details: readonly ErrorDetail[]): never {
  const [first] = details;
  const sentence =
    details.length === 1 && first
      ? `${first.path} ${first.message}`.trim()
      : `${details.length} faults were found in the body; details names each`;
  throw new ApiError('VALIDATION_FAILED', `${sentence}.`.replace(/([?.])\.$/, '$1'), { details });
}

/** Makes the checks of bodies. Schemas are compiled once, here. */
export function createBodyChecks(platforms: Platforms): (rules: BodyRules) => BodyCheck {
  const formats = createFormats(platforms);
  // strictRequired would refuse a oneOf whose parts name fields of the schema around it.
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    allErrors: true,
    useDefaults: true,
    verbose: true,
  });
  for (const [name, { passes }] of Object.entries(formats)) ajv.addFormat(name, passes);
  return ({ schema, faults }) => {
    const validate = ajv.compile(schema);
    return (given, call) => {
      const body = cut(given, 3, Math.max(limits.commands, call.settings.BATCH_MAX_DEVICES));
      const isValid = validate(body);
      const details = [
        ...(isValid ? [] : faultsOf(validate, formats)),
        ...(isObject(body) ? faults(body, { platforms, ...call }) : []),
      ];
      if (details.length > 0) refuse(details);
      return body;
    };
  };
}
