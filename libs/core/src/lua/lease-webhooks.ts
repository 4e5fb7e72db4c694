/**
 * Takes webhooks that are due for one sender: until the lease is over, no other takes them. Those whose
 * record has expired are dropped, and told.
 *
 * ARGV: limits, most to take, length of the lease (ms). Returns two arrays: of those taken, for each: job id,
 * number of the lease, number of the attempt (from 1), status, enqueued_at, ended_at (ms), webhook (sealed);
 * of those dropped: job id.
 */
export const leaseWebhooks = `
local taken, expired = {}, {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key.webhooks(), '-inf', now, 'LIMIT', 0, ARGV[2])) do
  local record = key.job(id)
  local job = read(record, 'status', 'enqueued_at', 'ended_at', 'webhook')
  if job.webhook then
    local lease = redis.call('HINCRBY', record, 'webhook_lease', 1)
    local attempt = redis.call('HINCRBY', record, 'webhook_attempts', 1)
    redis.call('ZADD', key.webhooks(), now + ARGV[3], id)
    local values = { id, lease, attempt, job.status, job.enqueued_at, job.ended_at, job.webhook }
    for _, value in ipairs(values) do taken[#taken + 1] = value end
  else
    redis.call('ZREM', key.webhooks(), id)
    expired[#expired + 1] = id
  end
end
return { taken, expired }
`;
