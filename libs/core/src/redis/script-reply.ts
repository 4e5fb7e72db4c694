/** The reply of one of our scripts. */
export type Reply = Buffer | number | null | readonly Reply[];

/** The text of a reply. */
export const textOf = (reply: unknown): string => (Buffer.isBuffer(reply) ? reply.toString() : String(reply));

/** The entries of a reply that is an array; none when it is not. */
export const rows = (reply: unknown): readonly Reply[] => (Array.isArray(reply) ? (reply as Reply[]) : []);

/** Field and value pairs, as a script lists them one after the other. */
export function fieldsOf(pairs: readonly Reply[]): Readonly<Record<string, Reply>> {
  return Object.fromEntries(
    pairs.flatMap((name, index) => (index % 2 === 0 ? [[textOf(name), pairs[index + 1] ?? null]] : [])),
  );
}
