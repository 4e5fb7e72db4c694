/**
 * Leases due webhooks to one sender: no other sender gets them until the lease ends. Webhooks whose record
 * has expired are dropped and reported.
 *
 * ARGV: limits, maximum number of webhooks, length of the lease (ms). Returns two arrays: for each webhook
 * leased its job id, number of the lease, number of the attempt (from 1), status, enqueued_at, ended_at (ms),
 * webhook (sealed); for each webhook dropped its job id.
 */
export const leaseWebhooks = `
local leased, expired = {}, {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key.webhooks(), '-inf', now, 'LIMIT', 0, ARGV[2])) do
  local record = key.job(id)
  local job = read(record, 'status', 'enqueued_at', 'ended_at', 'webhook')
  if job.webhook then
    local lease = redis.call('HINCRBY', record, 'webhook_lease', 1)
    local attempt = redis.call('HINCRBY', record, 'webhook_attempts', 1)
    redis.call('ZADD', key.webhooks(), now + ARGV[3], id)
    local values = { id, lease, attempt, job.status, job.enqueued_at, job.ended_at, job.webhook }
    for _, value in ipairs(values) do leased[#leased + 1] = value end
  else
    redis.call('ZREM', key.webhooks(), id)
    expired[#expired + 1] = id
  end
end
return { leased, expired }
`;
