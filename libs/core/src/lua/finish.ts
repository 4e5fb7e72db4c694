/**
 * Ends a job with its result. Only the holder of the claim may. A job given up as lost takes its true result
 * from the worker that was alive after all.
 *
 * ARGV: limits, job id, token, status, number of outputs that were handed in, then field and value pairs:
 * error_code, error (sealed). Outputs that Redis has acknowledged and not kept, as a failover can do, are
 * counted in the record. Returns 'ok' or 'not_owner'.
 */
export const finish = `
local id = ARGV[2]
local job = read(key.job(id), 'token', 'status', 'error_code')
if job.token ~= ARGV[3] then return 'not_owner' end
local more = {}
for index = 6, #ARGV do more[#more + 1] = ARGV[index] end
local missing = tonumber(ARGV[5]) - redis.call('LLEN', key.outputs(id))
if missing > 0 then
  more[#more + 1] = 'missing_outputs'
  more[#more + 1] = missing
end
if job.status == 'started' then
  end_job(id, ARGV[4], more)
elseif job.status == 'failed' and job.error_code == 'WORKER_LOST' then
  redis.call('HDEL', key.job(id), 'error_code', 'error')
  end_job(id, ARGV[4], more)
end
return 'ok'
`;
