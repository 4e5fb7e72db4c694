import { luaKeys } from '../keys.js';

/**
 * What all scripts begin with: key builders, the clock, and the steps that several of them share.
 *
 * Keys are built inside the scripts, out of the job's record, since only the record knows them. That excludes
 * Redis Cluster, which bee-queue excludes already. ARGV[1] of every script is `limits`, a JSON object:
 * `ttlSuccess`, `ttlFailed` (seconds), `retain` (jobs), `claim` (milliseconds), `maxAge` (milliseconds; 0:
 * none), `maxDeliveries`.
 */
export const shared = `
${luaKeys}
local limits = cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local events_kept = 1200
-- A stream takes 4 KB at least, and a job that has ended long ago has its result instead. Seconds, longer than SSE_TIMEOUT.
local events_ttl = 600

-- Writes an event of a job and wakes whoever waits for it.
local function add_event(id, message, ...)
  redis.call('XADD', key.events(id), 'MAXLEN', '~', events_kept, '*', ...)
  redis.call('PUBLISH', key.wake(id), message)
end

-- Moves a job to another status, in its record and in the indexes.
local function set_status(id, status)
  local record = key.job(id)
  local job = redis.call('HMGET', record, 'status', 'enqueued_at', 'batch_id')
  if job[1] then redis.call('ZREM', key.index('status:' .. job[1]), id) end
  redis.call('HSET', record, 'status', status)
  redis.call('ZADD', key.index('status:' .. status), job[2], id)
  if job[3] then redis.call('PUBLISH', key.wake('batch:' .. job[3]), status) end
end

-- The indexes a job is in, whatever its status.
local function indexes_of(owner, context, host, tags)
  local names = { 'all', 'owner:' .. owner, 'context:' .. context, 'host:' .. host }
  for name, value in pairs(cjson.decode(tags)) do names[#names + 1] = 'tag:' .. name .. ':' .. value end
  return names
end

-- Puts an entry for the job into its context's queue, in the form bee-queue's own save gives it. Entry ids carry the
-- number of the delivery, so that an entry is never mistaken for an earlier one that bee-queue has yet to remove.
-- Entries are taken from the right: LPUSH, the default, puts it last, RPUSH first.
local function deliver(id, context, push)
  local entry = id .. '.' .. redis.call('HINCRBY', key.job(id), 'delivery', 1)
  redis.call('HSET', key.queueEntries(context), entry, '{"data":{},"options":{"timestamp":' .. string.format('%.0f', now) .. ',"stacktraces":[]},"status":"created"}')
  redis.call(push or 'LPUSH', key.queueWaiting(context), entry)
end

-- Lets a job wait for its device, without an entry in the queue.
local function park(id, context)
  redis.call('HSET', key.job(id), 'parked', '1')
  redis.call('SADD', key.parked(context), id)
end

local function unpark(id, context)
  redis.call('HSET', key.job(id), 'parked', '0')
  redis.call('SREM', key.parked(context), id)
end

-- How many jobs of a context wait, with or without an entry in the queue.
local function depth_of(context)
  return redis.call('LLEN', key.queueWaiting(context)) + redis.call('SCARD', key.parked(context))
end

-- The first of a list of waiting jobs; those that wait no more are dropped.
local function first_waiting(list)
  local id = redis.call('LINDEX', list, 0)
  while id and redis.call('HGET', key.job(id), 'status') ~= 'queued' do
    redis.call('LPOP', list)
    id = redis.call('LINDEX', list, 0)
  end
  return id
end

-- Lets the first of the config jobs that wait for a device have its turn, if nobody holds the device. It stays in the
-- line until it claims, so that nobody overtakes it meanwhile.
local function advance_line(context, host, port)
  if redis.call('EXISTS', key.lease(context, host, port)) == 1 then return end
  local id = first_waiting(key.line(context, host, port))
  if id and redis.call('HGET', key.job(id), 'parked') == '1' then
    unpark(id, context)
    deliver(id, context)
  end
end

-- Lets the first of the read jobs that found a device crowded try again, before all others: it has waited already.
local function advance_crowd(context, host, port)
  local id = first_waiting(key.crowd(context, host, port))
  if not id then return end
  redis.call('LPOP', key.crowd(context, host, port))
  unpark(id, context)
  deliver(id, context, 'RPUSH')
end

local lockout_ms = 600000
local lockout_after = 10
local unreached = { CONNECTION_TIMEOUT = true, CONNECTION_REFUSED = true, CONNECTION_LOST = true, SSH_ERROR = true }
local logged_in = { CONFIG_REJECTED = true, READ_TIMEOUT = true, ENABLE_FAILED = true, OUTPUT_TOO_LARGE = true }

local function note_failure(failures, id)
  redis.call('ZADD', failures, now, id)
  redis.call('ZREMRANGEBYRANK', failures, 0, -lockout_after - 1)
  redis.call('PEXPIRE', failures, lockout_ms)
end

-- Counts what a job's end says of its device and user. Who has logged in once begins anew.
local function note_end(id, code, context, host, port, user)
  local of_user, of_device = key.authFailures(context, host, port, user), key.deviceFailures(context, host, port)
  if code == 'AUTH_FAILURE' then
    redis.call('DEL', of_device)
    note_failure(of_user, id)
  elseif unreached[code] then note_failure(of_device, id)
  elseif code == '' or logged_in[code] then redis.call('DEL', of_user, of_device) end
end

-- Ends a job: state, index, time to live, event; gives back what it held. 'more' are further fields of the record.
local function end_job(id, status, more)
  local record = key.job(id)
  local job = redis.call('HMGET', record, 'context', 'host', 'port', 'kind', 'duplicate', 'owner', 'tags', 'user', 'batch_id', 'status', 'parked')
  set_status(id, status)
  redis.call('HSET', record, 'ended_at', now, unpack(more))
  redis.call('HDEL', record, 'credentials')
  redis.call('ZREM', key.running(), id)
  if job[5] and redis.call('GET', key.duplicate(job[5])) == id then redis.call('DEL', key.duplicate(job[5])) end
  if status ~= 'cancelled' and job[10] == 'started' then
    local code = ''
    for index = 1, #more, 2 do if more[index] == 'error_code' then code = more[index + 1] end end
    note_end(id, code, job[1], job[2], job[3], job[8] or '')
  end

  local failed = key.failed(job[1])
  local ttl = limits.ttlSuccess
  if status == 'failed' then
    ttl = limits.ttlFailed
    redis.call('ZADD', failed, now, id)
    redis.call('ZREMRANGEBYSCORE', failed, '-inf', now - ttl * 1000)
    redis.call('ZADD', key.index('dead'), redis.call('HGET', record, 'enqueued_at'), id)
    local surplus = redis.call('ZCARD', failed) - limits.retain
    if surplus > 0 then
      local oldest = redis.call('ZPOPMIN', failed, surplus)
      for index = 1, #oldest, 2 do redis.call('ZREM', key.index('dead'), oldest[index]) end
    end
  else
    redis.call('ZREM', failed, id)
    redis.call('ZREM', key.index('dead'), id)
  end
  add_event(id, status, 'type', 'status', 'status', status)
  redis.call('EXPIRE', record, ttl)
  redis.call('EXPIRE', key.outputs(id), ttl)
  redis.call('EXPIRE', key.events(id), math.min(ttl, events_ttl))
  redis.call('ZADD', key.expiring(), now + ttl * 1000, cjson.encode({ id, indexes_of(job[6], job[1], job[2], job[7]) }))
  -- Owed from the moment on at which the job has ended; a second end is told anew.
  if redis.call('HEXISTS', record, 'webhook') == 1 then
    redis.call('HSET', record, 'webhook_attempts', 0)
    redis.call('HINCRBY', record, 'webhook_lease', 1)
    redis.call('ZADD', key.webhooks(), now, id)
  end
  if job[9] then
    redis.call('EXPIRE', key.batch(job[9]), limits.ttlFailed)
    redis.call('EXPIRE', key.batchJobs(job[9]), limits.ttlFailed)
  end

  if job[11] == '1' then
    unpark(id, job[1])
    redis.call('LREM', key.crowd(job[1], job[2], job[3]), 0, id)
  end
  if job[10] == 'started' then advance_crowd(job[1], job[2], job[3]) end
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
