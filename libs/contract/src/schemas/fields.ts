import { limits } from '../limits.js';

const seconds = (maximum: number, defaultValue: number, description: string) =>
  ({ type: 'number', minimum: 1, maximum, default: defaultValue, description }) as const;

/**
 * Bidirectional controls, with which a text is shown in another order than it is sent, in a character class.
 */
const bidi = '\\u202a-\\u202e\\u2066-\\u2069';

/**
 * A text for a device or a list that people read, without control characters, bidirectional ones included.
 */
export const plainText = { type: 'string', format: 'credential', pattern: `^[^${bidi}]*$` } as const;

/**
 * A command or configuration line: not blank, no control character, so that no line break smuggles in a
 * second line, and what an auditor reads is what is sent.
 */
const line = {
  type: 'string',
  maxLength: 65_536,
  // At least one character that is not white space; no C0 control, DEL, C1 control, or Unicode line break.
  pattern: `^(?=[\\s\\S]*\\S)[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029${bidi}]+$`,
} as const;

export const lines = {
  type: 'array',
  items: line,
  minItems: 1,
  maxItems: limits.commands,
} as const;

/** Fields that every submit body has. */
export const targetFields = {
  host: {
    type: 'string',
    minLength: 1,
    maxLength: limits.hostLength,
    format: 'device-host',
    description: 'IPv4 or IPv6 address, or host name (RFC 1123).',
  },
  port: { type: 'integer', minimum: 1, maximum: 65_535, default: 22, description: 'SSH port of the device.' },
  platform: {
    type: 'string',
    format: 'platform',
    default: 'cisco_ios',
    description: 'Platform of the device.',
  },
  context: {
    type: 'string',
    minLength: 1,
    maxLength: 64,
    default: 'default',
    description: 'Context that serves the device.',
  },
  read_timeout: seconds(3600, 30, 'Longest time for one command, in seconds.'),
  conn_timeout: seconds(300, 10, 'Longest time to connect and log in, in seconds.'),
  username: {
    ...plainText,
    minLength: 1,
    maxLength: 255,
    description:
      'Login name at the device. Required of callers with an API key. Default: the Basic credentials.',
  },
  password: {
    ...plainText,
    minLength: 1,
    maxLength: 1024,
    description: 'Password at the device; required with username.',
  },
  enable: {
    ...plainText,
    minLength: 1,
    maxLength: 1024,
    description: 'Enable secret. Default: the password.',
  },
  tags: {
    type: 'object',
    maxProperties: limits.tags,
    propertyNames: { pattern: '^[A-Za-z0-9_-]{1,64}$' },
    additionalProperties: { type: 'string', pattern: '^[A-Za-z0-9_:.-]{1,64}$' },
    default: {},
    description: 'Labels of the job.',
  },
} as const;

/** Fields of a submit body for a webhook that reports the end of the job. */
export const webhookFields = {
  webhook_url: {
    type: 'string',
    minLength: 1,
    maxLength: 2048,
    format: 'uri',
    description: 'URL to which the end of the job is posted: https, and no private address.',
  },
  webhook_secret: {
    type: 'string',
    minLength: 1,
    maxLength: 1024,
    description: 'Secret that signs the requests to webhook_url.',
  },
} as const;
