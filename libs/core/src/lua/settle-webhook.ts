/**
 * Settles a leased webhook: it is over, is due again later, or was not tried and is due at once. Only the
 * holder of the last lease may; a second end of the job ends the lease.
 *
 * ARGV: limits, job id, number of the lease, action: 'over', 'untried' or ms until the next attempt. Returns
 * 'ok', 'not_owner' or 'expired': the job's record, with the webhook in it, will have expired at the next
 * attempt, so the webhook is over.
 */
export const settleWebhook = `
local id, record, action = ARGV[2], key.job(ARGV[2]), ARGV[4]
local lease = redis.call('HGET', record, 'webhook_lease')
if lease and lease ~= ARGV[3] then return 'not_owner' end
local wait = action == 'untried' and 0 or tonumber(action)
local ttl = redis.call('PTTL', record) -- -2: no such key, -1: no TTL
local is_expired = ttl == -2 or (wait and ttl >= 0 and ttl <= wait)
if action == 'over' or is_expired then
  if redis.call('ZREM', key.webhooks(), id) == 0 then return 'not_owner' end
  return action == 'over' and 'ok' or 'expired'
end
if action == 'untried' then redis.call('HINCRBY', record, 'webhook_attempts', -1) end
redis.call('ZADD', key.webhooks(), now + wait, id)
return 'ok'
`;
