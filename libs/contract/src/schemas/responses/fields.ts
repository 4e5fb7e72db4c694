/** A UUID, such as a job's id. */
export const uuid = {
  type: 'string',
  pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
  description: 'UUID.',
} as const;

/** A moment: ISO 8601, UTC, with `Z`. */
export const moment = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$',
  description: 'ISO 8601, UTC.',
} as const;

/** A moment, or null if it has not come yet. */
export const momentOrNull = { ...moment, type: ['string', 'null'] } as const;

/** A whole number from 0. */
export const count = { type: 'integer', minimum: 0 } as const;

/** An object with all of these properties and no other. */
export const closed = <const Properties extends Readonly<Record<string, object>>>(properties: Properties) =>
  ({ type: 'object', required: Object.keys(properties), additionalProperties: false, properties }) as const;
