/** What a script of ours returns. */
export type Reply = Buffer | number | null | readonly Reply[];

export const word = (reply: unknown): string => (Buffer.isBuffer(reply) ? reply.toString() : String(reply));

// our scripts return flat arrays
export const rows = (reply: unknown): readonly Reply[] => (Array.isArray(reply) ? (reply as Reply[]) : []);
