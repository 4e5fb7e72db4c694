/**
 * Recovers queued jobs that no worker would take: a record whose queue entry is lost gets a new one, and a
 * job whose turn on its device was missed gets it now. Entries that workers have taken and that have no data
 * are removed, since bee-queue would deliver them again and again.
 *
 * It looks at the oldest queued jobs, among which every lost one is sooner or later, and at a further part of
 * the others each time.
 *
 * ARGV: limits, maximum number of jobs of either part, milliseconds for which a sweep counts as recent:
 * another sweep within them does nothing. Returns the ids of jobs delivered again.
 */
export const sweep = `
local count, index = tonumber(ARGV[2]), key.index('status:queued')
if not redis.call('SET', key.swept(), now, 'PX', ARGV[3], 'NX') then return {} end
local rank = math.max(count, tonumber(redis.call('GET', key.sweepRank()) or 0))
local queued, others = redis.call('ZRANGE', index, 0, count - 1), redis.call('ZRANGE', index, rank, rank + count - 1)
redis.call('SET', key.sweepRank(), #others == count and rank + count or 0)
for _, id in ipairs(others) do queued[#queued + 1] = id end
local delivered, visited = {}, {}

for _, id in ipairs(queued) do
  local job = read(key.job(id), 'status', 'changes_device', 'device', 'context', 'blocked', 'delivery',
    'address_device')
  local context, device = job.context, job.device
  if job.status ~= 'queued' then
    redis.call('ZREM', index, id)
  elseif job.blocked ~= '1' then
    if redis.call('HEXISTS', key.queueEntries(context), id .. '.' .. job.delivery) == 0 then
      deliver(id, context)
      delivered[#delivered + 1] = id
    end
  elseif job.changes_device == '1' then
    next_turn(device, context)
    if job.address_device then next_turn(job.address_device, context) end
  elseif not visited[device] then
    visited[device] = true -- one at a time: the end of each lets the next one run
    next_deferred(device, context)
  end
end

for _, context in ipairs(redis.call('ZRANGE', key.served(), 0, -1)) do
  for _, entry in ipairs(redis.call('LRANGE', key.queueActive(context), 0, -1)) do
    if redis.call('HEXISTS', key.queueEntries(context), entry) == 0 then
      redis.call('LREM', key.queueActive(context), 0, entry)
    end
  end
end
return delivered
`;
