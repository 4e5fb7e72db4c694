/**
 * Cancels a job: a waiting one at once, a started one through its worker.
 *
 * ARGV: limits, job id. Returns 'cancelled', 'cancelling', 'ended' or 'not_found'.
 */
export const cancel = `
local id = ARGV[2]
local status = redis.call('HGET', key.job(id), 'status')
if not status then return 'not_found' end
if status == 'queued' then
  end_job(id, 'cancelled', {})
  return 'cancelled'
end
if status ~= 'started' then return 'ended' end
redis.call('HSET', key.job(id), 'cancel', '1')
redis.call('PUBLISH', key.cancel(), id)
return 'cancelling'
`;
