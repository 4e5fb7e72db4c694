import { rm } from 'node:fs/promises';
import type { Redis } from '../redis/redis.js';

/**
 * Removes the directory of a Redis, so that it cannot save and refuses all writes (MISCONF) until
 * `stop-writes-on-bgsave-error` is `no`.
 */
export async function failDisk(redis: Redis): Promise<void> {
  const [, directory = ''] = (await redis.config('GET', 'dir')) as readonly string[]; // name and value
  await rm(directory, { recursive: true });
  await redis.bgsave();
  while (!(await redis.info('persistence')).includes('rdb_last_bgsave_status:err'));
  await redis.config('SET', 'save', '3600 1'); // without save points, Redis does not refuse writes
}
