/**
 * Takes a submission back that cannot be promised: of its jobs that wait still nothing is left, as if it had
 * never been.
 *
 * ARGV: limits, id of the job or batch, idempotency keys (JSON: hashes), then the ids of its jobs. Returns
 * how many of them had been begun and stay; where any does, the submission stands.
 */
export const withdraw = `
local name, begun = ARGV[2], 0
for index = 4, #ARGV do
  local id = ARGV[index]
  local job = redis.call('HMGET', key.job(id), 'status', 'owner', 'context', 'host', 'tags')
  if job[1] == 'queued' then
    end_job(id, 'cancelled', {})
    for _, one in ipairs(indexes_of(job[2], job[3], job[4], job[5])) do redis.call('ZREM', key.index(one), id) end
    redis.call('ZREM', key.index('status:cancelled'), id)
    redis.call('ZREM', key.webhooks(), id)
    redis.call('DEL', key.job(id), key.outputs(id), key.events(id))
  elseif job[1] then
    begun = begun + 1
  end
end
if begun == 0 then
  redis.call('DEL', key.batch(name), key.batchJobs(name))
  for _, hash in ipairs(cjson.decode(ARGV[3])) do
    local entry = redis.call('GET', key.idempotency(hash))
    if entry and string.sub(entry, 1, #name + 1) == name .. '|' then redis.call('DEL', key.idempotency(hash)) end
  end
end
return begun
`;
