/**
 * A worker with a free slot asks for the job of a queue entry.
 *
 * ARGV: limits, job id, number of the delivery, token (new, the worker's own choice), worker id, and
 * `context:host:port` of devices that have as many jobs of this worker as they should: their read jobs wait
 * in a list, so that a slow device does not take all slots.
 *
 * Returns {'run', kind, context, host, port, platform, payload, credentials or '', enqueued_at, claims} or
 * {'nothing', reason}; reason: gone, a final status, running (its owner lives), stale (a later entry will
 * come), parked (waits for its device's lease), crowded (waits until its device is less busy; context, host
 * and port follow), lost, expired.
 *
 * The same token asking again (its first answer was lost with the connection) gets 'run' again; a
 * configuration job's credentials have left Redis by then, which tells the worker so.
 */
export const claim = `
local id, token = ARGV[2], ARGV[4]
local record = key.job(id)
local job = redis.call('HMGET', record, 'status', 'kind', 'context', 'host', 'port', 'platform', 'payload', 'credentials',
  'enqueued_at', 'claims', 'token', 'delivery', 'parked', 'cancel', 'crowded')
local status, kind, context, host, port = job[1], job[2], job[3], job[4], job[5]

local function run(claims)
  return { 'run', kind, context, host, port, job[6], job[7], job[8] or '', job[9], claims }
end

if not status then return { 'nothing', 'gone' } end
if status ~= 'queued' and status ~= 'started' then return { 'nothing', status } end

if status == 'started' then
  if job[11] == token then return run(tonumber(job[10])) end
  local deadline = redis.call('ZSCORE', key.running(), id)
  if job[11] ~= '' and deadline and tonumber(deadline) > now then return { 'nothing', 'running' } end
  if job[14] == '1' and kind ~= 'send-config' then end_job(id, 'cancelled', {}) return { 'nothing', 'cancelled' } end
  if kind == 'send-config' or tonumber(job[10]) >= limits.maxDeliveries then
    fail_job(id, 'WORKER_LOST')
    return { 'nothing', 'lost' }
  end
  redis.call('DEL', key.outputs(id))
  redis.call('HDEL', record, 'emitted')
else
  if job[13] == '1' then return { 'nothing', 'parked' } end
  if job[12] ~= ARGV[3] then return { 'nothing', 'stale' } end
  if limits.maxAge > 0 and now - tonumber(job[9]) > limits.maxAge then
    fail_job(id, 'EXPIRED')
    return { 'nothing', 'expired' }
  end
end

if kind ~= 'send-config' and status == 'queued' then
  for index = 6, #ARGV do
    if ARGV[index] == context .. ':' .. host .. ':' .. port then
      park(id, context)
      redis.call(job[15] and 'LPUSH' or 'RPUSH', key.crowd(context, host, port), id) -- whoever has waited there before stays first
      redis.call('HSET', record, 'crowded', '1')
      return { 'nothing', 'crowded', context, host, port }
    end
  end
end

if kind == 'send-config' then
  local lease, line = key.lease(context, host, port), key.line(context, host, port)
  local first = first_waiting(line)
  if redis.call('EXISTS', lease) == 1 or (first and first ~= id) then
    if not redis.call('LPOS', line, id) then redis.call('RPUSH', line, id) end
    park(id, context)
    advance_line(context, host, port)
    return { 'nothing', 'parked' }
  end
  if first then redis.call('LPOP', line) end
  redis.call('SET', lease, id, 'PX', limits.claim)
  redis.call('HDEL', record, 'credentials')
end

set_status(id, 'started')
redis.call('HSET', record, 'token', token, 'worker', ARGV[5], 'started_at', now)
local claims = redis.call('HINCRBY', record, 'claims', 1)
redis.call('ZADD', key.running(), now + limits.claim, id)
add_event(id, 'started', 'type', 'status', 'status', 'started')
return run(claims)
`;
