import { isRedisUnavailable } from '@naas/core';

/**
 * Timeout in milliseconds. A slower Redis counts as away, because probes must be answered within a second.
 */
const probeTimeoutMs = 800;

/** Resolves with the reply of Redis, or with null if Redis is away or too slow for a probe. */
export async function probeRedis<T>(reply: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => (timer = setTimeout(resolve, probeTimeoutMs, null)));
  const replyOrNull = reply.catch((error: unknown) => {
    if (isRedisUnavailable(error)) return null;
    throw error;
  });
  return Promise.race([replyOrNull, timeout]).finally(() => clearTimeout(timer));
}
