import { isRedisUnavailable } from '@naas/core';

/** Probes want their answer within a second; a Redis that is slower counts as away. In milliseconds. */
const patienceMs = 800;

/** What is asked of Redis; null when Redis is away or too slow for a probe. */
export async function probeRedis<T>(asked: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, patienceMs, null)));
  const answer = asked.catch((error: unknown) => {
    if (isRedisUnavailable(error)) return null;
    throw error;
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
