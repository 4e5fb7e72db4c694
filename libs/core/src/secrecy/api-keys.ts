import { keys } from '../keys.js';
import type { Redis } from '../redis/redis.js';
import { repliesOf } from '../redis/replies.js';
import { runScript } from '../redis/scripts.js';

/** An API key to record. Its token is stored nowhere. */
export interface NewApiKey {
  /** `k-…` */
  readonly keyId: string;
  /** Id of the first key of its family; a rotated key keeps it, and it owns the jobs of all of them. */
  readonly family: string;
  readonly role: string;
  /** `*`: all contexts. */
  readonly contexts: readonly string[];
  readonly description: string;
  readonly createdAt: Date;
  /** Null: it never expires. */
  readonly expiresAt: Date | null;
  /** Identity of the caller who created it. */
  readonly createdBy: string;
}

/** An API key as it is recorded. */
export interface StoredApiKey extends NewApiKey {
  readonly isRevoked: boolean;
}

/** The outcome of a revocation or rotation. */
export type RetireOutcome = 'ok' | 'not_found' | 'revoked';

type Fields = Readonly<Record<string, string>>;

function fieldsOf(key: NewApiKey): Fields {
  const { family, role, contexts, description, createdAt, expiresAt, createdBy } = key;
  return {
    family,
    role,
    contexts: JSON.stringify(contexts),
    description,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt?.toISOString() ?? '',
    created_by: createdBy,
  };
}

const secondsOf = (date: Date | null): string =>
  date === null ? 'inf' : `${Math.floor(date.getTime() / 1000)}`;

/**
 * API keys in Redis: the record of each, and which are revoked. All methods reject with Redis's own errors
 * when it cannot be used.
 */
export class ApiKeys {
  readonly #redis: Redis;
  readonly #now: () => number;

  /** `now`: milliseconds since 1970. */
  constructor(redis: Redis, now: () => number = Date.now) {
    this.#redis = redis;
    this.#now = now;
  }

  /** Records a new key. */
  async create(key: NewApiKey): Promise<void> {
    await this.#replace('', 0, key);
  }

  /** Revokes a key at once, on every API; also one without a record. */
  revoke(keyId: string): Promise<RetireOutcome> {
    return this.#replace(keyId, 0, null);
  }

  /**
   * Records a key in place of another, which is revoked `overlapMs` milliseconds later. That time is written
   * with the key, so that it holds even if this process ends.
   */
  rotate(keyId: string, overlapMs: number, successor: NewApiKey): Promise<RetireOutcome> {
    return this.#replace(keyId, overlapMs, successor);
  }

  /**
   * Whether a key is revoked. A key without a record (or whose record has expired) is not: its token has all
   * that is needed.
   */
  async isRevoked(keyId: string): Promise<boolean> {
    const [score, revokedAt] = await Promise.all([
      this.#redis.zscore(keys.revokedKeys(), keyId),
      this.#redis.hget(keys.apiKey(keyId), 'revoked_at'),
    ]);
    return this.#isRevoked(score, revokedAt);
  }

  /** Those of some keys that are revoked, asked in one round trip. */
  async revokedOf(keyIds: readonly string[]): Promise<readonly string[]> {
    if (keyIds.length === 0) return [];
    const [scores, ...times] = await this.#read<readonly (string | null)[] | string | null>((batch) => {
      batch.zmscore(keys.revokedKeys(), ...keyIds);
      for (const keyId of keyIds) batch.hget(keys.apiKey(keyId), 'revoked_at');
      return batch;
    });
    // zmscore's reply and hget's replies, as queued above
    return keyIds.filter((_keyId, index) =>
      this.#isRevoked(scores?.[index], times[index] as string | null | undefined),
    );
  }

  /** A key; null when it does not exist or its record has expired. */
  async get(keyId: string): Promise<StoredApiKey | null> {
    const [key] = await this.#readAll([keyId]);
    return key ?? null;
  }

  /** All keys, newest first. */
  async list(): Promise<readonly StoredApiKey[]> {
    const found = await this.#readAll(await this.#redis.zrange(keys.apiKeyIndex(), 0, -1));
    return [...found].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  }

  #isRevoked(score: string | null | undefined, revokedAt: string | null | undefined): boolean {
    return typeof score === 'string' || (typeof revokedAt === 'string' && Number(revokedAt) <= this.#now());
  }

  async #readAll(ids: readonly string[]): Promise<readonly StoredApiKey[]> {
    const replies = await this.#read<Fields | string | null>((batch) => {
      for (const id of ids) batch.hgetall(keys.apiKey(id)).zscore(keys.revokedKeys(), id);
      return batch;
    });
    return ids.flatMap((keyId, index) => {
      const fields = replies[2 * index] as Fields; // hgetall's, as queued above
      const score = replies[2 * index + 1] as string | null; // zscore's, as queued above
      const {
        family = keyId, // a record from before there were families
        role = '',
        contexts = '[]',
        description = '',
        created_at: createdAt = '',
        expires_at: expiresAt = '',
        created_by: createdBy = '',
        revoked_at: revokedAt,
      } = fields;
      if (role === '') return [];
      // written by fieldsOf
      const key = { keyId, family, role, contexts: JSON.parse(contexts) as string[], description, createdBy };
      return [
        {
          ...key,
          createdAt: new Date(createdAt),
          expiresAt: expiresAt === '' ? null : new Date(expiresAt),
          isRevoked: this.#isRevoked(score, revokedAt),
        },
      ];
    });
  }

  /** The replies of several commands that are sent together. */
  async #read<Reply>(
    queue: (batch: ReturnType<Redis['pipeline']>) => ReturnType<Redis['pipeline']>,
  ): Promise<readonly Reply[]> {
    // the replies of the commands in the queue
    return (await repliesOf(queue(this.#redis.pipeline()))) as readonly Reply[];
  }

  async #replace(oldId: string, overlapMs: number, key: NewApiKey | null): Promise<RetireOutcome> {
    const fields = key ? Object.entries(fieldsOf(key)).flat() : [];
    const reply = await runScript(this.#redis, 'replaceKey', [
      '{}',
      oldId,
      overlapMs,
      key?.keyId ?? '',
      secondsOf(key?.expiresAt ?? null),
      ...fields,
    ]);
    return String(reply) as RetireOutcome; // the outcomes replace-key.ts returns
  }
}
