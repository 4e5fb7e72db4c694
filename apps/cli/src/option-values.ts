import { InvalidArgumentError } from 'commander';

/** Parses a whole number; the API checks its bounds. */
export function parseWhole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** Parses a number of seconds above 0. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  // Node's timers hold at most 2^31 milliseconds.
  if (!/^\d+(\.\d+)?$/.test(text) || seconds <= 0 || seconds > 2_000_000)
    throw new InvalidArgumentError('It must be a number of seconds above 0.');
  return seconds;
}

/** Parses one `key=value` and adds it to the earlier tags. */
export function parseTag(
  text: string,
  earlier: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, key, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new InvalidArgumentError('It must be key=value.');
  return { ...earlier, [key]: value };
}
