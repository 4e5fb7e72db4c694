/**
 * Removes expired records from the indexes, and settles started jobs whose claim has expired: a configuration
 * job is given up, a read job is delivered again. A read job delivered again loses its claim's token, and is
 * delivered once more if no worker has claimed it after the time of a claim.
 *
 * ARGV: limits, maximum number of jobs to settle. Returns pairs of job id and outcome: lost, cancelled,
 * redelivered.
 */
export const reap = `
for _, entry in ipairs(redis.call('ZRANGEBYSCORE', key.expiring(), '-inf', now, 'LIMIT', 0, 2000)) do
  local id, names = unpack(cjson.decode(entry))
  for _, status in ipairs({ 'finished', 'failed', 'cancelled' }) do names[#names + 1] = 'status:' .. status end
  names[#names + 1] = 'dead'
  for _, name in ipairs(names) do
    redis.call('ZREM', key.index(name), id)
    local context = string.match(name, '^context:(.*)$')
    if context then redis.call('ZREM', key.failed(context), id) end
  end
  redis.call('ZREM', key.expiring(), entry)
end

local settled = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key.running(), '-inf', now, 'LIMIT', 0, ARGV[2])) do
  local record = key.job(id)
  local job = read(record, 'status', 'changes_device', 'context', 'claims', 'cancel', 'delivery')
  local changes_device = job.changes_device == '1'
  local action
  if job.status ~= 'started' then
    redis.call('ZREM', key.running(), id)
  elseif job.cancel == '1' and not changes_device then
    end_job(id, 'cancelled', {})
    action = 'cancelled'
  elseif changes_device or tonumber(job.claims) >= limits.maxDeliveries then
    fail_job(id, 'WORKER_LOST')
    action = 'lost'
  else
    redis.call('HSET', record, 'token', '')
    redis.call('ZADD', key.running(), now + limits.claim, id)
    local entry = id .. '.' .. job.delivery
    if redis.call('HEXISTS', key.queueEntries(job.context), entry) == 0 then deliver(id, job.context) end
    action = 'redelivered'
  end
  if action then
    settled[#settled + 1] = id
    settled[#settled + 1] = action
  end
end
return settled
`;
