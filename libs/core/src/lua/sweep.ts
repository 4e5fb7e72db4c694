/**
 * Looks after queued jobs that nobody would come for: a record whose queue entry is gone gets a new one, and
 * a job whose turn on its device was missed gets it now. Entries that bee-queue handed out and that stand for
 * nothing are removed: it would hand them out for ever.
 *
 * It looks at the oldest queued jobs, where whoever was forgotten ends up, and at a further part of the
 * others each time.
 *
 * ARGV: limits, most jobs of either, milliseconds for which a sweep counts as recent: another one within them
 * does nothing. Returns the ids of jobs delivered again.
 */
export const sweep = `
local most, index = tonumber(ARGV[2]), key.index('status:queued')
if not redis.call('SET', key.swept(), now, 'PX', ARGV[3], 'NX') then return {} end
local rank = math.max(most, tonumber(redis.call('GET', key.sweepRank()) or 0))
local queued, others = redis.call('ZRANGE', index, 0, most - 1), redis.call('ZRANGE', index, rank, rank + most - 1)
redis.call('SET', key.sweepRank(), #others == most and rank + most or 0)
for _, id in ipairs(others) do queued[#queued + 1] = id end
local delivered, crowds = {}, {}

for _, id in ipairs(queued) do
  local job = redis.call('HMGET', key.job(id), 'status', 'kind', 'context', 'host', 'port', 'parked', 'delivery')
  local context, host, port = job[3], job[4], job[5]
  if job[1] ~= 'queued' then
    redis.call('ZREM', index, id)
  elseif job[6] ~= '1' then
    if redis.call('HEXISTS', key.queueEntries(context), id .. '.' .. job[7]) == 0 then
      deliver(id, context)
      delivered[#delivered + 1] = id
    end
  elseif job[2] == 'send-config' then
    advance_line(context, host, port)
  elseif not crowds[key.crowd(context, host, port)] then
    crowds[key.crowd(context, host, port)] = true -- one at a time: its end brings the next
    advance_crowd(context, host, port)
  end
end

for _, context in ipairs(redis.call('ZRANGE', key.served(), 0, -1)) do
  for _, entry in ipairs(redis.call('LRANGE', key.queueActive(context), 0, -1)) do
    if redis.call('HEXISTS', key.queueEntries(context), entry) == 0 then redis.call('LREM', key.queueActive(context), 0, entry) end
  end
end
return delivered
`;
