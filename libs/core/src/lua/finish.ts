/**
 * Ends a job with its result. Only the holder of the claim may. A job given up as lost still gets its true
 * result when its worker turns out to be alive.
 *
 * ARGV: limits, job id, token, status, number of outputs that were emitted, then field and value pairs:
 * error_code, reach (what the failure says of the device; '': what its code says), error (sealed). Outputs
 * that Redis acknowledged and then lost, as in a failover, are counted in the record. Returns 'ok' or
 * 'not_owner'.
 */
export const finish = `
local id = ARGV[2]
local job = read(key.job(id), 'token', 'status', 'error_code')
if job.token ~= ARGV[3] then return 'not_owner' end
local fields = {}
for index = 6, #ARGV do fields[#fields + 1] = ARGV[index] end
local missing = tonumber(ARGV[5]) - redis.call('LLEN', key.outputs(id))
if missing > 0 then
  fields[#fields + 1] = 'missing_outputs'
  fields[#fields + 1] = missing
end
if job.status == 'started' then
  end_job(id, ARGV[4], fields)
elseif job.status == 'failed' and job.error_code == 'WORKER_LOST' then
  redis.call('HDEL', key.job(id), 'error_code', 'error')
  end_job(id, ARGV[4], fields)
end
return 'ok'
`;
