import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { createFormats } from '../../body/formats.js';
import { testPlatforms } from '../start-test-api.js';
import { operationsOf, pathPattern, type DocumentedResponse, type Json, type Operation } from './document.js';
import type { RawAnswer, RawRequest } from './send-raw.js';

/** Headers that the document leaves out: those of HTTP itself, and security headers for browsers. */
const undocumentedHeaders = new Set([
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

/** Headers that a response must have, by status. */
const requiredHeaders: Readonly<Record<number, readonly string[]>> = {
  401: ['www-authenticate'],
  405: ['allow'],
  429: ['retry-after'],
};

/** Paths in a body whose validity also depends on other fields, the caller, the platform or the settings. */
const checkedBeyondSchema = new RegExp(
  `^/(${[
    'username',
    'password',
    'enable',
    'platform',
    'save_config',
    'commit',
    'config',
    'commands',
    'textfsm_template',
    'ttp_template',
    'webhook_url',
    'webhook_secret',
    'contexts',
    'ttl',
    'devices',
  ].join('|')})(/|$)`,
);

const stackTrace = /\n\s+at \S.*:\d+:\d+|node_modules|\.ts:\d+/;

function decodes(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Checks responses against an OpenAPI document. */
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

  /** The faults of a response. */
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
      : [...general, `status ${answer.status}, expected ${expected.join(' or ')}`];
  }

  /** Whether a body is valid under the document; undefined if the operation has no body. */
  isValidBody(operation: Operation, body: unknown): boolean | undefined {
    return operation.body && this.#validator(operation.body.schema)(body);
  }

  #generalFaults({ method }: RawRequest, { status, body }: RawAnswer): readonly string[] {
    const faults = status >= 500 && status !== 503 ? [`status ${status}`] : [];
    if (stackTrace.test(body) && status >= 400) faults.push('a stack trace');
    if (status >= 400 && method !== 'HEAD' && !this.#isError(body))
      faults.push('an error response that is not an Error');
    return faults;
  }

  #operationFaults(operation: Operation, request: RawRequest, answer: RawAnswer): readonly string[] {
    const documented = operation.responses[`${answer.status}`];
    if (!documented) return [`undocumented status ${answer.status}`];
    return [
      ...headerFaults(documented, answer),
      ...this.#contentFaults(documented, request, answer),
      ...this.#requestFaults(operation, request, answer),
    ];
  }

  #contentFaults(
    { content }: DocumentedResponse,
    { method }: RawRequest,
    { headers, body, isStream }: RawAnswer,
  ): readonly string[] {
    if (!content) return body === '' ? [] : ['an undocumented body'];
    const given = String(headers['content-type']).split(';', 1)[0] ?? '';
    const media = Object.entries(content).find(([type]) => type.split(';', 1)[0] === given)?.[1];
    if (!media) return [`undocumented content type ${given}`];
    if (method === 'HEAD' || isStream || given !== 'application/json') return [];
    const validate = this.#validator(media.schema);
    return validate(JSON.parse(body)) ? [] : [`an invalid body: ${this.#ajv.errorsText(validate.errors)}`];
  }

  /**
   * A body must be refused if it is invalid under the document, and must not be refused for its form
   * otherwise.
   */
  #requestFaults(operation: Operation, { body }: RawRequest, answer: RawAnswer): readonly string[] {
    const given = body === undefined ? undefined : parsed(body);
    const isValid = given === undefined ? undefined : this.isValidBody(operation, given.value);
    if (isValid === undefined) return [];
    if (!isValid && answer.status < 400) return ['accepted, although the body is invalid under the document'];
    if (!isValid || answer.status !== 422) return [];
    // Already checked to be an Error.
    const { details = [] } = JSON.parse(answer.body) as {
      readonly details?: readonly { readonly path: string }[];
    };
    const unexpected = details.filter(({ path }) => !checkedBeyondSchema.test(path));
    return unexpected.map(({ path }) => `refused for ${path}, which is valid under the document`);
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
    // A schema is a JSON object.
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
  const required = ['x-request-id', 'x-api-version', ...(requiredHeaders[status] ?? [])];
  return required.filter((name) => headers[name] === undefined).map((name) => `missing header ${name}`);
}

function headerFaults({ headers = {} }: DocumentedResponse, answer: RawAnswer): readonly string[] {
  const documented = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  return Object.keys(answer.headers)
    .filter((name) => !documented.has(name) && !undocumentedHeaders.has(name))
    .map((name) => `undocumented header ${name}`);
}
