import { createHash } from 'node:crypto';

/** Pseudo-random numbers that are the same for the same seed. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** An integer from `min` to `max`, both included. */
  between(min: number, max: number): number;
  /** An element of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
}

/** Creates a generator (mulberry32) whose seed is made of any parts, such as a number and a name. */
export function seeded(...parts: readonly (string | number)[]): Random {
  let state = createHash('sha256').update(parts.join('/')).digest().readUInt32LE();
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(list: readonly T[]): T => list[between(0, list.length - 1)] as T; // the list is not empty
  return { next, between, pick };
}
