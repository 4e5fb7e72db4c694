import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { createFormats } from '../../body/formats.js';
import { testPlatforms } from '../start-test-api.js';
import { operationsOf, pathPattern, type DocumentedAnswer, type Json, type Operation } from './document.js';
import type { RawAnswer, RawRequest } from './send-raw.js';

/** Headers of HTTP itself, and those for browsers, which the document does not tell. */
const silentHeaders = new Set([
  'date',
  'connection',
  'keep-alive',
  'content-length',
  'content-type',
  'transfer-encoding',
  'cache-control',
  'content-security-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'origin-agent-cluster',
  'referrer-policy',
  'strict-transport-security',
  'x-content-type-options',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
]);

/** Headers that an answer with a status must have. */
const neededHeaders: Readonly<Record<number, readonly string[]>> = {
  401: ['www-authenticate'],
  405: ['allow'],
  429: ['retry-after'],
};

/**
 * Places in a body that are judged by more than its schema: by other fields, the caller, the platform or the
 * settings.
 */
const judgedFurther =
  /^\/(username|password|enable|platform|save_config|commit|config|commands|textfsm_template|ttp_template|webhook_url|webhook_secret|contexts|ttl|devices)(\/|$)/;

const stackTrace = /\n\s+at \S.*:\d+:\d+|node_modules|\.ts:\d+/;

function decodes(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Judges answers by an OpenAPI document. */
export class Judge {
  readonly operations: readonly Operation[];
  readonly #ajv = new Ajv2020({ strict: false, allErrors: false });
  readonly #validators = new Map<Json, ValidateFunction>();
  readonly #patterns: readonly (readonly [RegExp, Operation])[];

  constructor(document: Json) {
    addFormats(this.#ajv);
    for (const [name, { passes }] of Object.entries(createFormats(testPlatforms)))
      this.#ajv.addFormat(name, passes);
    this.#ajv.addSchema(document, 'openapi');
    this.operations = operationsOf(document);
    this.#patterns = this.operations.map((operation) => [pathPattern(operation.path), operation]);
  }

  /** Faults of an answer, one sentence each. */
  faults(request: RawRequest, answer: RawAnswer): readonly string[] {
    const path = request.path.split('?', 1)[0] ?? '';
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const matches = this.#patterns
      .filter(([pattern]) => pattern.test(path))
      .map(([, operation]) => operation);
    const operation = matches.find((one) => one.method === method);
    const general = [...this.#generalFaults(request, answer), ...headFaults(answer)];
    if (operation && decodes(path)) return [...general, ...this.#operationFaults(operation, request, answer)];
    const expected = !decodes(path) ? [400, 404, 405] : matches.length > 0 ? [405] : [404];
    return expected.includes(answer.status)
      ? general
      : [...general, `status ${answer.status} where ${expected.join(' or ')} is told`];
  }

  /** Whether a body fits the document; undefined where the operation has none. */
  bodyFits(operation: Operation, body: unknown): boolean | undefined {
    return operation.body && this.#validator(operation.body.schema)(body);
  }

  #generalFaults({ method }: RawRequest, { status, body }: RawAnswer): readonly string[] {
    const faults = status >= 500 && status !== 503 ? [`status ${status}`] : [];
    if (stackTrace.test(body) && status >= 400) faults.push('a stack trace');
    if (status >= 400 && method !== 'HEAD' && !this.#isError(body))
      faults.push('an error answer that is no Error');
    return faults;
  }

  #operationFaults(operation: Operation, request: RawRequest, answer: RawAnswer): readonly string[] {
    const told = operation.responses[`${answer.status}`];
    if (!told) return [`status ${answer.status}, which is not told`];
    return [
      ...headerFaults(told, answer),
      ...this.#contentFaults(told, request, answer),
      ...this.#requestFaults(operation, request, answer),
    ];
  }

  #contentFaults(
    { content }: DocumentedAnswer,
    { method }: RawRequest,
    { headers, body, isStream }: RawAnswer,
  ): readonly string[] {
    if (!content) return body === '' ? [] : ['a body where none is told'];
    const given = String(headers['content-type']).split(';', 1)[0] ?? '';
    const media = Object.entries(content).find(([type]) => type.split(';', 1)[0] === given)?.[1];
    if (!media) return [`content type ${given}, which is not told`];
    if (method === 'HEAD' || isStream || given !== 'application/json') return [];
    const validate = this.#validator(media.schema);
    return validate(JSON.parse(body))
      ? []
      : [`a body that does not fit: ${this.#ajv.errorsText(validate.errors)}`];
  }

  /**
   * A body that the document allows is not refused for its form, and one that it does not allow is not
   * accepted.
   */
  #requestFaults(operation: Operation, { body }: RawRequest, answer: RawAnswer): readonly string[] {
    const given = body === undefined ? undefined : parsed(body);
    const fits = given === undefined ? undefined : this.bodyFits(operation, given.value);
    if (fits === undefined) return [];
    if (!fits && answer.status < 400) return ['accepted, though the body does not fit the document'];
    if (!fits || answer.status !== 422) return [];
    const { details = [] } = JSON.parse(answer.body) as {
      readonly details?: readonly { readonly path: string }[];
    }; // found to be an Error before
    const strange = details.filter(({ path }) => !judgedFurther.test(path));
    return strange.map(({ path }) => `refused for ${path}, which fits the document`);
  }

  #isError(body: string): boolean {
    const given = parsed(body);
    return (
      given !== undefined && this.#validator({ $ref: '#/components/schemas/Error' }, 'error')(given.value)
    );
  }

  #validator(schema: Json, name?: string): ValidateFunction {
    const known = name === undefined ? this.#validators.get(schema) : this.#ajv.getSchema(name);
    if (known) return known;
    // a schema is JSON
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as Json;
    const validate = this.#ajv.compile(name === undefined ? absolute : { ...absolute, $id: name });
    this.#validators.set(schema, validate);
    return validate;
  }
}

function parsed(body: string | Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body.toString()) };
  } catch {
    return undefined;
  }
}

function headFaults({ status, headers }: RawAnswer): readonly string[] {
  const needed = ['x-request-id', 'x-api-version', ...(neededHeaders[status] ?? [])];
  return needed.filter((name) => headers[name] === undefined).map((name) => `no ${name}`);
}

function headerFaults({ headers = {} }: DocumentedAnswer, answer: RawAnswer): readonly string[] {
  const told = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  return Object.keys(answer.headers)
    .filter((name) => !told.has(name) && !silentHeaders.has(name))
    .map((name) => `header ${name}, which is not told`);
}
