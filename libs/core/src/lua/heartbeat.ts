/**
 * Announces a worker and the contexts it serves; removes workers without a heartbeat for an hour.
 *
 * ARGV: limits, worker id, TTL of its facts (s), facts (JSON), then its contexts. Returns 'ok'.
 */
export const heartbeat = `
redis.call('ZADD', key.workers(), now, ARGV[2])
redis.call('ZREMRANGEBYSCORE', key.workers(), '-inf', now - 3600000)
redis.call('HSET', key.worker(ARGV[2]), 'facts', ARGV[4])
redis.call('EXPIRE', key.worker(ARGV[2]), ARGV[3])
for index = 5, #ARGV do redis.call('ZADD', key.served(), now, ARGV[index]) end
return 'ok'
`;
