/**
 * Tells in a started job's events that it has its session on the device. Only the holder of the claim may.
 *
 * ARGV: limits, job id, token, platform, whether the session was open before (1 or 0).
 * Returns 'ok', 'cancel' (told, and the job is to be cancelled) or 'not_owner'.
 */
export const connected = `
local id = ARGV[2]
local job = redis.call('HMGET', key.job(id), 'token', 'status', 'cancel')
if job[1] ~= ARGV[3] or job[2] ~= 'started' then return 'not_owner' end
add_event(id, 'connected', 'type', 'connected', 'platform', ARGV[4], 'reused', ARGV[5])
return job[3] == '1' and 'cancel' or 'ok'
`;
