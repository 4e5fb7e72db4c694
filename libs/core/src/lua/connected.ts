/**
 * Adds a `connected` event to a started job. Only the holder of the claim may.
 *
 * ARGV: limits, job id, token, platform, whether the connection was open before (1 or 0).
 * Returns 'ok', 'cancel' (reported, and the job is to be cancelled) or 'not_owner'.
 */
export const connected = `
local id = ARGV[2]
local job = read(key.job(id), 'token', 'status', 'cancel')
if job.token ~= ARGV[3] or job.status ~= 'started' then return 'not_owner' end
add_event(id, 'connected', 'type', 'connected', 'platform', ARGV[4], 'reused', ARGV[5])
return job.cancel == '1' and 'cancel' or 'ok'
`;
