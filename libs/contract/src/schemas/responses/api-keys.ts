import { roles } from '../../roles.js';
import { closed, moment, momentOrNull } from './fields.js';

const rights = {
  role: { enum: roles },
  contexts: { type: 'array', items: { type: 'string' }, description: '`*`: all.' },
} as const;

const keyId = {
  type: 'string',
  pattern: '^k-',
  description: 'Id of the key; the `sub` of its token.',
} as const;

/** Answer to the creation or rotation of an API key. */
export const apiKeyMadeSchema = {
  ...closed({
    key_id: keyId,
    token: { type: 'string', description: 'The key itself; shown only in this answer.' },
    ...rights,
    expires_at: { ...momentOrNull, description: 'Null: it does not expire.' },
  }),
  $id: 'ApiKeyMade',
} as const;

/** The list of API keys. */
export const apiKeyListSchema = {
  ...closed({
    keys: {
      type: 'array',
      items: closed({
        key_id: keyId,
        ...rights,
        description: { type: ['string', 'null'] },
        created_at: moment,
        expires_at: momentOrNull,
        created_by: { type: ['string', 'null'] },
        revoked: { type: 'boolean' },
      }),
    },
  }),
  $id: 'ApiKeyList',
} as const;
