const firstMs = 5000;
const factor = 3;
const longestMs = 3_600_000;

/**
 * Milliseconds to wait after attempt number `attempt` (from 1) has failed: about 5 s, 15 s, 45 s, and so on
 * up to an hour. `random` (0 to 1) takes up to half of it away, so that what failed together does not come
 * back together.
 */
export function webhookBackOffMs(attempt: number, random: number = Math.random()): number {
  return Math.min(firstMs * factor ** (attempt - 1), longestMs) * (1 - random / 2);
}
