/**
 * Renews a worker's claims, and the leases of their devices, in one call.
 *
 * ARGV: limits, then pairs of job id and token. Returns one state for each pair: 'ok', 'cancel' (renewed,
 * and the job is to be cancelled) or 'lost' (the claim is no longer this worker's).
 */
export const renew = `
local answers = {}
for index = 2, #ARGV, 2 do
  local id = ARGV[index]
  local job = read(key.job(id), 'token', 'status', 'changes_device', 'device', 'address_device', 'cancel')
  local answer = 'lost'
  if job.token == ARGV[index + 1] and job.status == 'started' then
    answer = job.cancel == '1' and 'cancel' or 'ok'
    if job.changes_device == '1' then
      for _, device in ipairs({ job.device, job.address_device }) do
        local lease = key.lease(device)
        local holder = redis.call('GET', lease)
        if holder and holder ~= id then answer = 'lost' else redis.call('SET', lease, id, 'PX', limits.claim) end
      end
    end
    if answer ~= 'lost' then redis.call('ZADD', key.running(), now + limits.claim, id) end
  end
  answers[#answers + 1] = answer
end
return answers
`;
