/**
 * Withdraws an attempt to submit, as if it had never been made: its jobs are removed if none of them has
 * started, and the attempt is refused if it arrives later. Jobs that another attempt submitted under the same
 * ids are left alone.
 *
 * ARGV: limits, id of the attempt, id of the job or batch, idempotency keys (JSON: hashes), then the ids of
 * its jobs. Returns how many of them have left the queue; when there are any, nothing is removed and the
 * submission stands.
 */
export const withdraw = `
local attempt, name, hashes = ARGV[2], ARGV[3], ARGV[4]
local mark_ttl = 600 -- seconds; longer than a command can be on its way

local waiting, started = {}, 0
for index = 5, #ARGV do
  local job = read(key.job(ARGV[index]), 'attempt', 'status', 'owner', 'context', 'host', 'tags')
  job.id = ARGV[index]
  if job.attempt == attempt and job.status == 'queued' then waiting[#waiting + 1] = job
  elseif job.attempt == attempt and job.status then started = started + 1 end
end
if started > 0 then return started end

redis.call('SET', key.withdrawn(attempt), '1', 'EX', mark_ttl)
for _, job in ipairs(waiting) do
  end_job(job.id, 'cancelled', {})
  for _, index_name in ipairs(indexes_of(job)) do redis.call('ZREM', key.index(index_name), job.id) end
  redis.call('ZREM', key.index('status:cancelled'), job.id)
  redis.call('ZREM', key.webhooks(), job.id)
  redis.call('DEL', key.job(job.id), key.outputs(job.id), key.events(job.id))
end
if #waiting > 0 then
  redis.call('DEL', key.batch(name), key.batchJobs(name))
  for _, hash in ipairs(cjson.decode(hashes)) do
    local entry = redis.call('GET', key.idempotency(hash))
    local is_ours = entry and string.sub(entry, 1, #name + 1) == name .. '|'
    if is_ours then redis.call('DEL', key.idempotency(hash)) end
  end
end
return 0
`;
