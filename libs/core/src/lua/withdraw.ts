/**
 * Removes the still-queued jobs of a submission that replicas did not confirm, as if it had never been made.
 *
 * ARGV: limits, id of the job or batch, idempotency keys (JSON: hashes), then the ids of its jobs. Returns
 * how many of them had started and stay; when there are any, the submission stands.
 */
export const withdraw = `
local name, started = ARGV[2], 0
for index = 4, #ARGV do
  local id = ARGV[index]
  local job = read(key.job(id), 'status', 'owner', 'context', 'host', 'tags')
  if job.status == 'queued' then
    end_job(id, 'cancelled', {})
    for _, index_name in ipairs(indexes_of(job)) do redis.call('ZREM', key.index(index_name), id) end
    redis.call('ZREM', key.index('status:cancelled'), id)
    redis.call('ZREM', key.webhooks(), id)
    redis.call('DEL', key.job(id), key.outputs(id), key.events(id))
  elseif job.status then
    started = started + 1
  end
end
if started == 0 then
  redis.call('DEL', key.batch(name), key.batchJobs(name))
  for _, hash in ipairs(cjson.decode(ARGV[3])) do
    local entry = redis.call('GET', key.idempotency(hash))
    local is_ours = entry and string.sub(entry, 1, #name + 1) == name .. '|'
    if is_ours then redis.call('DEL', key.idempotency(hash)) end
  end
end
return started
`;
