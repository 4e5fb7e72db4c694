import { createHash } from 'node:crypto';
import type { Redis } from './redis.js';

/** A Lua script, and the hash under which Redis keeps it. */
export interface Script {
  readonly lua: string;
  readonly sha: string;
}

export const scriptOf = (lua: string): Script => ({
  lua,
  sha: createHash('sha1').update(lua).digest('hex'),
});

/**
 * Runs a script; sends its source when Redis does not have it (at first, and after a restart or failover).
 * The texts of the reply are Buffers, since records hold sealed bytes.
 */
export async function evaluate(
  redis: Redis,
  { lua, sha }: Script,
  { keys = [], args = [] }: { readonly keys?: readonly string[]; readonly args?: readonly Argument[] },
): Promise<unknown> {
  try {
    return await redis.callBuffer('EVALSHA', sha, keys.length, ...keys, ...args);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return redis.callBuffer('EVAL', lua, keys.length, ...keys, ...args);
  }
}

/** An argument of a script. */
export type Argument = string | number | Buffer;
