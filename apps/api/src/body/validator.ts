import { limits, type ErrorDetail } from '@naas/contract';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { ApiError } from '../http/api-error.js';
import type { Platforms } from '../services.js';
import { adviceByKeyword } from './advice.js';
import type { BodyFacts, BodyRules, RawFields } from './body-rules.js';
import { createFormats, type Format } from './formats.js';

/** Validates a body and fills in defaults. Throws VALIDATION_FAILED with all faults. */
export type BodyCheck = (body: unknown, call: Omit<BodyFacts, 'platforms'>) => unknown;

/** Maximum number of fields of an object that are checked; no valid body has as many. */
const maxFields = 100;

const isObject = (value: unknown): value is RawFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * Truncates lists to `maxEntries` + 1 entries and objects to maxFields fields, since all faults are listed
 * and their number must be bounded. One entry too many remains, so that the list is still refused as too
 * long.
 */
function truncate(value: unknown, depth: number, maxEntries: number): unknown {
  if (depth <= 0) return value;
  if (Array.isArray(value))
    return value.slice(0, maxEntries + 1).map((entry: unknown) => truncate(entry, depth - 1, maxEntries));
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.slice(0, maxFields).map(([name, entry]) => [name, truncate(entry, depth - 1, maxEntries)]),
  );
}

/** Path of the fault: of the missing, unknown or misnamed field itself, not of the object around it. */
function pathOf(error: ErrorObject): string {
  // Which parameters an error has depends on its keyword, see Ajv's documentation.
  const params = error.params as Readonly<Record<string, unknown>>;
  const { missingProperty, additionalProperty, propertyName, passingSchemas } = params;
  if (error.keyword === 'oneOf') return passingSchemas ? '/config' : '/commands';
  const name = [missingProperty, additionalProperty, propertyName].find(
    (candidate) => typeof candidate === 'string',
  );
  return typeof name === 'string' ? `${error.instancePath}/${escapePointer(name)}` : error.instancePath;
}

/** Whether an error is part of a failed oneOf or propertyNames, which are reported as a whole. */
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
  // Only the first fault of each path: an empty host need not also be reported as not an address.
  return [...new Map(faults.toReversed().map((fault) => [fault.path, fault])).values()].toReversed();
}

function refuse(details: readonly ErrorDetail[]): never {
  const [first] = details;
  const sentence =
    details.length === 1 && first
      ? `${first.path} ${first.message}`.trim()
      : `The body has ${details.length} faults; details lists them`;
  throw new ApiError('VALIDATION_FAILED', `${sentence}.`.replace(/([?.])\.$/, '$1'), { details });
}

/**
 * Makes the function that compiles body rules into a check; to be called once per route, since it is slow.
 */
export function createBodyChecks(platforms: Platforms): (rules: BodyRules) => BodyCheck {
  const formats = createFormats(platforms);
  // strictRequired would refuse a oneOf whose parts require fields that the schema around it defines.
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
      const body = truncate(given, 3, Math.max(limits.commands, call.settings.BATCH_MAX_DEVICES));
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
