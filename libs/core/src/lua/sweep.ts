/**
 * Looks after queued jobs that nobody would come for: a record whose queue entry is gone gets a new one, and a job whose turn on its
 * device was missed gets it now. Entries that bee-queue handed out and that stand for nothing are removed: it would hand them out for ever.
 *
 * ARGV: limits, rank of the first queued job to look at, most jobs to look at, milliseconds for which a sweep counts as recent: one that
 * begins at rank 0 does nothing within them. Returns the rank to go on from (0: all seen), and the ids of jobs delivered again.
 */
export const sweep = `
local rank, most = tonumber(ARGV[2]), tonumber(ARGV[3])
if rank == 0 and not redis.call('SET', key.swept(), now, 'PX', ARGV[4], 'NX') then return { 0 } end
local queued = redis.call('ZRANGE', key.index('status:queued'), rank, rank + most - 1)
local delivered, crowds = {}, {}

for _, id in ipairs(queued) do
  local job = redis.call('HMGET', key.job(id), 'status', 'kind', 'context', 'host', 'port', 'parked', 'delivery')
  local context, host, port = job[3], job[4], job[5]
  if job[1] ~= 'queued' then
    redis.call('ZREM', key.index('status:queued'), id)
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

if rank == 0 then
  for _, context in ipairs(redis.call('ZRANGE', key.served(), 0, -1)) do
    for _, entry in ipairs(redis.call('LRANGE', key.queueActive(context), 0, -1)) do
      if redis.call('HEXISTS', key.queueEntries(context), entry) == 0 then redis.call('LREM', key.queueActive(context), 0, entry) end
    end
  end
end
return { #queued == most and rank + most or 0, unpack(delivered) }
`;
