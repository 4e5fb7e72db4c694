import type { Redis } from './redis.js';

/**
 * Sends the commands of a pipeline, and returns their replies in order.
 * @throws the first error among the replies.
 */
export async function repliesOf(batch: ReturnType<Redis['pipeline']>): Promise<readonly unknown[]> {
  const replies = (await batch.exec()) ?? [];
  return replies.map(([error, value]) => {
    if (error) throw error;
    return value;
  });
}
