import { targetFields } from './fields.js';

const { host, port, platform, context, username, password, enable, read_timeout, conn_timeout, tags } =
  targetFields;

/** A field that a device inherits from its batch. It has no default, which would hide the batch's value. */
function inherited<const Field extends { readonly default?: unknown; readonly description: string }>({
  default: _default,
  ...field
}: Field): Omit<Field, 'default'> {
  return field;
}

/** One device of a batch. What it does not set, it inherits from the batch. */
const device = {
  type: 'object',
  required: ['host'],
  additionalProperties: false,
  properties: {
    host,
    port: inherited(port),
    platform: inherited(platform),
    context: inherited(context),
    username,
    password,
    enable,
  },
} as const;

/** Fields that every batch has in addition to its commands. */
export const batchFields = {
  devices: {
    type: 'array',
    items: device,
    minItems: 1,
    description: 'Devices. A field that a device does not set is inherited from the batch.',
  },
  port,
  platform,
  context,
  username,
  password,
  enable,
  read_timeout,
  conn_timeout,
  tags,
} as const;
