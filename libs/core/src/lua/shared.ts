import { luaKeys } from '../keys.js';

/**
 * What all scripts begin with: key builders, the clock, and the steps that several of them share.
 *
 * Keys are built inside the scripts, out of the job's record, since only the record knows them. That excludes Redis
 * Cluster, which bee-queue excludes already. ARGV[1] of every script is `limits`, a JSON object:
 * `ttlSuccess`, `ttlFailed` (seconds), `retain` (jobs), `claim` (milliseconds), `maxAge` (milliseconds; 0: none),
 * `maxDeliveries`.
 */
export const shared = `
${luaKeys}
local limits = cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local events_kept = 1200

-- Writes an event of a job and wakes whoever waits for it.
local function add_event(id, message, ...)
  redis.call('XADD', key.events(id), 'MAXLEN', '~', events_kept, '*', ...)
  redis.call('PUBLISH', key.wake(id), message)
end

-- Puts an entry for the job into its context's queue, in the form bee-queue's own save gives it. Entry ids carry the
-- number of the delivery, so that an entry is never mistaken for an earlier one that bee-queue has yet to remove.
-- Entries are taken from the right: LPUSH, the default, puts it last, RPUSH first.
local function deliver(id, context, push)
  local entry = id .. '.' .. redis.call('HINCRBY', key.job(id), 'delivery', 1)
  redis.call('HSET', key.queueEntries(context), entry, '{"data":{},"options":{"timestamp":' .. string.format('%.0f', now) .. ',"stacktraces":[]},"status":"created"}')
  redis.call(push or 'LPUSH', key.queueWaiting(context), entry)
end

-- Lets the first of the jobs that wait for a device have its turn, if nobody holds the device. It stays in the line
-- until it claims, so that nobody overtakes it meanwhile.
local function advance_line(context, host, port)
  if redis.call('EXISTS', key.lease(context, host, port)) == 1 then return end
  local id = redis.call('LINDEX', key.line(context, host, port), 0)
  if id and redis.call('HGET', key.job(id), 'parked') == '1' then
    redis.call('HSET', key.job(id), 'parked', '0')
    deliver(id, context)
  end
end

-- Ends a job: state, index, time to live, event; gives back what it held. 'more' are further fields of the record.
local function end_job(id, status, more)
  local record = key.job(id)
  local job = redis.call('HMGET', record, 'context', 'host', 'port', 'kind', 'duplicate')
  redis.call('HSET', record, 'status', status, 'ended_at', now, 'parked', '0', unpack(more))
  redis.call('HDEL', record, 'credentials')
  redis.call('ZREM', key.running(), id)
  if job[5] and redis.call('GET', key.duplicate(job[5])) == id then redis.call('DEL', key.duplicate(job[5])) end

  local failed = key.failed(job[1])
  local ttl = limits.ttlSuccess
  if status == 'failed' then
    ttl = limits.ttlFailed
    redis.call('ZADD', failed, now, id)
    redis.call('ZREMRANGEBYSCORE', failed, '-inf', now - ttl * 1000)
    redis.call('ZREMRANGEBYRANK', failed, 0, -limits.retain - 1)
  else
    redis.call('ZREM', failed, id)
  end
  add_event(id, status, 'type', 'status', 'status', status)
  redis.call('EXPIRE', record, ttl)
  redis.call('EXPIRE', key.outputs(id), ttl)
  redis.call('EXPIRE', key.events(id), ttl)

  if job[4] == 'send-config' then
    redis.call('LREM', key.line(job[1], job[2], job[3]), 0, id)
    if redis.call('GET', key.lease(job[1], job[2], job[3])) == id then redis.call('DEL', key.lease(job[1], job[2], job[3])) end
    advance_line(job[1], job[2], job[3])
  end
end

local function fail_job(id, code)
  end_job(id, 'failed', { 'error_code', code })
end
`;
