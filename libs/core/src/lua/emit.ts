/**
 * Appends one output of a started job. Only the holder of the claim may; the index makes a repeated call harmless.
 *
 * ARGV: limits, job id, token, index, output (sealed).
 * Returns 'ok', 'cancel' (appended, and the job is to be cancelled) or 'not_owner'.
 */
export const emit = `
local id = ARGV[2]
local job = redis.call('HMGET', key.job(id), 'token', 'status', 'error_code', 'cancel')
local owns = job[1] == ARGV[3] and (job[2] == 'started' or job[3] == 'WORKER_LOST')
if not owns then return 'not_owner' end
if redis.call('LLEN', key.outputs(id)) == tonumber(ARGV[4]) then
  redis.call('RPUSH', key.outputs(id), ARGV[5])
  local ttl = redis.call('TTL', key.job(id))
  if ttl > 0 then redis.call('EXPIRE', key.outputs(id), ttl) end
  add_event(id, 'output', 'type', 'output', 'index', ARGV[4])
end
return job[4] == '1' and 'cancel' or 'ok'
`;
