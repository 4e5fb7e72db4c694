const firstMs = 5000;
const factor = 3;
const maxMs = 3_600_000;

/**
 * Milliseconds to wait after failed attempt number `attempt` (from 1): about 5 s, 15 s, 45 s, and so on up to
 * an hour. `random` (0 to 1) shortens the wait by up to half, so that webhooks that failed together are not
 * retried together.
 */
export function webhookBackOffMs(attempt: number, random: number = Math.random()): number {
  return Math.min(firstMs * factor ** (attempt - 1), maxMs) * (1 - random / 2);
}
