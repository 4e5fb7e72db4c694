/**
 * Appends one output of a started job. Only the holder of the claim may; the index makes a repeated call
 * harmless. Earlier outputs that a failover has lost stay missing, each as an empty entry.
 *
 * ARGV: limits, job id, token, index, output (sealed). Returns 'ok', 'cancel' (appended, and the job is to be
 * cancelled) or 'not_owner'.
 */
export const emit = `
local id = ARGV[2]
local job = read(key.job(id), 'token', 'status', 'error_code', 'cancel', 'emitted')
local owns = job.token == ARGV[3] and (job.status == 'started' or job.error_code == 'WORKER_LOST')
if not owns then return 'not_owner' end
local index, outputs = tonumber(ARGV[4]), key.outputs(id)
if tonumber(job.emitted or 0) <= index then
  -- An output stands at its index, to which its seal is bound: those lost before it get an empty place.
  for _ = redis.call('LLEN', outputs) + 1, index do redis.call('RPUSH', outputs, '') end
  redis.call('RPUSH', outputs, ARGV[5])
  redis.call('HSET', key.job(id), 'emitted', index + 1)
  local ttl = redis.call('TTL', key.job(id))
  if ttl > 0 then redis.call('EXPIRE', outputs, ttl) end
  add_event(id, 'output', 'type', 'output', 'index', index)
end
return job.cancel == '1' and 'cancel' or 'ok'
`;
