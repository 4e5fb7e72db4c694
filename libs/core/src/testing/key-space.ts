import type { Redis } from '../redis/redis.js';

/** Reads the whole value of a key, by its type. */
const readers: Readonly<Record<string, (redis: Redis, key: string) => Promise<unknown>>> = {
  string: (redis, key) => redis.get(key),
  hash: (redis, key) => redis.hgetall(key),
  list: (redis, key) => redis.lrange(key, 0, -1),
  set: (redis, key) => redis.smembers(key),
  zset: (redis, key) => redis.zrange(key, 0, -1),
  stream: (redis, key) => redis.xrange(key, '-', '+'),
};

/** A key and its TTL. */
export interface KeyWithTtl {
  readonly key: string;
  /** Seconds; -1: none. */
  readonly ttl: number;
}

/** All keys in Redis that contain one of these texts, in their name or their value. */
export async function keysNaming(redis: Redis, texts: readonly string[]): Promise<readonly KeyWithTtl[]> {
  const found: KeyWithTtl[] = [];
  for (const key of await redis.keys('*')) {
    const type = await redis.type(key);
    const read = readers[type];
    if (!read && type !== 'none') throw new Error(`${key} has a type without a reader: ${type}`);
    const content = `${key} ${JSON.stringify(await read?.(redis, key))}`;
    if (texts.some((text) => content.includes(text))) found.push({ key, ttl: await redis.ttl(key) });
  }
  return found;
}

/**
 * A key's value, as Redis would write it to a file; null when the key does not exist, which ioredis's types
 * leave out.
 */
export function dumpOf(redis: Redis, key: string): Promise<Buffer | null> {
  return redis.dumpBuffer(key);
}

/** Every key and value in Redis, as bytes read as Latin-1. */
export async function dumpAll(redis: Redis): Promise<string> {
  const names = await redis.keys('*');
  const values = await Promise.all(names.map((name) => dumpOf(redis, name)));
  return [...names, ...values.map((value) => value?.toString('latin1') ?? '')].join('\n');
}
