/**
 * Appends one output of a started job. Only the holder of the claim may; the index makes a repeated call
 * harmless. Earlier outputs that a failover has lost stay missing, and finish counts them.
 *
 * ARGV: limits, job id, token, index, output (sealed). Returns 'ok', 'cancel' (appended, and the job is to be
 * cancelled) or 'not_owner'.
 */
export const emit = `
local id = ARGV[2]
local job = read(key.job(id), 'token', 'status', 'error_code', 'cancel', 'emitted')
local owns = job.token == ARGV[3] and (job.status == 'started' or job.error_code == 'WORKER_LOST')
if not owns then return 'not_owner' end
if tonumber(job.emitted or 0) <= tonumber(ARGV[4]) then
  local count = redis.call('RPUSH', key.outputs(id), ARGV[5])
  redis.call('HSET', key.job(id), 'emitted', ARGV[4] + 1)
  local ttl = redis.call('TTL', key.job(id))
  if ttl > 0 then redis.call('EXPIRE', key.outputs(id), ttl) end
  add_event(id, 'output', 'type', 'output', 'index', count - 1)
end
return job.cancel == '1' and 'cancel' or 'ok'
`;
