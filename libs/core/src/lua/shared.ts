import { jobErrors } from '@naas/contract';
import { luaKeys } from '../keys.js';

/** How the device answered, by the code of a job's error: see `device` in the table of job errors. */
const luaDeviceOutcomes = `local device_outcomes = {${Object.entries(jobErrors)
  .flatMap(([code, { device }]) => (device === null ? [] : [`${code} = '${device}'`]))
  .join(', ')}}`;

/**
 * The beginning of every script: key builders, the clock, and the steps that several scripts share.
 *
 * Keys are built inside the scripts, since they depend on the job's record. That excludes Redis Cluster,
 * which bee-queue excludes anyway. ARGV[1] of every script is `limits`, a JSON object: `ttlSuccess`,
 * `ttlFailed` (seconds), `retain` (jobs), `claim` (milliseconds), `maxAge` (milliseconds; 0: none),
 * `maxDeliveries`.
 */
export const shared = `
${luaKeys}
${luaDeviceOutcomes}
local limits = cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local max_events = 1200
-- In seconds; longer than the default of SSE_TIMEOUT. A stream takes at least 4 KB, and the result of an ended job is
-- in its record.
local events_ttl = 600

-- The given fields of a record, by name; nil for a missing field.
local function read(record, ...)
  local values, fields = redis.call('HMGET', record, ...), {}
  for index, name in ipairs({ ... }) do fields[name] = values[index] or nil end
  return fields
end

-- Adds an event to a job and wakes the processes that wait for the job.
local function add_event(id, message, ...)
  redis.call('XADD', key.events(id), 'MAXLEN', '~', max_events, '*', ...)
  redis.call('PUBLISH', key.wake(id), message)
end

-- Moves a job to another status, in its record and in the indexes.
local function set_status(id, status)
  local record = key.job(id)
  local job = read(record, 'status', 'enqueued_at', 'batch_id')
  if job.status then redis.call('ZREM', key.index('status:' .. job.status), id) end
  redis.call('HSET', record, 'status', status)
  redis.call('ZADD', key.index('status:' .. status), job.enqueued_at, id)
  if job.batch_id then redis.call('PUBLISH', key.wake('batch:' .. job.batch_id), status) end
end

-- The indexes a job is in, whatever its status. 'job': its owner, context, host and tags (JSON).
local function indexes_of(job)
  local names = { 'all', 'owner:' .. job.owner, 'context:' .. job.context, 'host:' .. job.host }
  for name, value in pairs(cjson.decode(job.tags)) do names[#names + 1] = 'tag:' .. name .. ':' .. value end
  return names
end

-- Puts an entry for the job into its context's queue, in the form of bee-queue's own save. Entry ids have the number of
-- the delivery, so that an entry is never mistaken for an earlier one that bee-queue has yet to remove. Entries are
-- taken from the right: LPUSH, the default, puts the entry last, RPUSH first.
local function deliver(id, context, push)
  local entry = id .. '.' .. redis.call('HINCRBY', key.job(id), 'delivery', 1)
  local options = '{"timestamp":' .. string.format('%.0f', now) .. ',"stacktraces":[]}'
  redis.call('HSET', key.queueEntries(context), entry, '{"data":{},"options":' .. options .. ',"status":"created"}')
  redis.call(push or 'LPUSH', key.queueWaiting(context), entry)
end

-- Makes a job wait for its device, without an entry in the queue.
local function block(id, context)
  redis.call('HSET', key.job(id), 'blocked', '1')
  redis.call('SADD', key.blocked(context), id)
end

local function unblock(id, context)
  redis.call('HSET', key.job(id), 'blocked', '0')
  redis.call('SREM', key.blocked(context), id)
end

-- How many jobs of a context wait, with or without an entry in the queue.
local function depth_of(context)
  return redis.call('LLEN', key.queueWaiting(context)) + redis.call('SCARD', key.blocked(context))
end

-- The first of a list of waiting jobs; jobs that no longer wait are dropped.
local function first_waiting(list)
  local id = redis.call('LINDEX', list, 0)
  while id and redis.call('HGET', key.job(id), 'status') ~= 'queued' do
    redis.call('LPOP', list)
    id = redis.call('LINDEX', list, 0)
  end
  return id
end

-- Gives the turn to the first configuration job that waits for a device, if the lease is free. The job stays in the
-- list until its claim, so that no other job overtakes it.
local function next_turn(device, context)
  if redis.call('EXISTS', key.lease(device)) == 1 then return end
  local id = first_waiting(key.turns(device))
  if id and redis.call('HGET', key.job(id), 'blocked') == '1' then
    unblock(id, context)
    deliver(id, context)
  end
end

-- Lets the first read job that was deferred for a busy device try again, before all other jobs of its context.
local function next_deferred(device, context)
  local id = first_waiting(key.deferred(device))
  if not id then return end
  redis.call('LPOP', key.deferred(device))
  unblock(id, context)
  deliver(id, context, 'RPUSH')
end

local lockout_ms = 600000
local lockout_failures = 10

local function record_failure(failures, id)
  redis.call('ZADD', failures, now, id)
  redis.call('ZREMRANGEBYRANK', failures, 0, -lockout_failures - 1)
  redis.call('PEXPIRE', failures, lockout_ms)
end

local accepted_login_ms = 86400000

-- Counts the failures of a device and of a user at it, by how a job ended. A successful login clears both, but
-- one that passed a lockout leaves it: else every job of a user would give a stranger ten more guesses.
local function record_outcome(id, code, reach, job)
  local accepted = key.accepted(job.device, job.login or '')
  local of_user, of_device = key.authFailures(job.device, job.user or ''), key.deviceFailures(job.device)
  local outcome = code == '' and 'logged in' or device_outcomes[code]
  -- Not every failure with such a code is the device's: see Reach.
  if outcome == 'unreached' and reach == 'unknown' then return end
  if outcome == 'unreached' and reach == 'reached' then outcome = 'logged in' end
  if outcome == 'login refused' then
    redis.call('DEL', of_device, accepted)
    record_failure(of_user, id)
  elseif outcome == 'unreached' then record_failure(of_device, id)
  elseif outcome == 'logged in' then
    redis.call('DEL', of_device)
    if redis.call('ZCARD', of_user) < lockout_failures then redis.call('DEL', of_user) end
    if job.login then redis.call('SET', accepted, 1, 'PX', accepted_login_ms) end
  end
end

-- Adds a failed job to the dead letters of its context, of which only the latest are kept.
local function add_dead_letter(id, context, enqueued_at)
  local failed = key.failed(context)
  redis.call('ZADD', failed, now, id)
  redis.call('ZREMRANGEBYSCORE', failed, '-inf', now - limits.ttlFailed * 1000)
  redis.call('ZADD', key.index('dead'), enqueued_at, id)
  local surplus = redis.call('ZCARD', failed) - limits.retain
  if surplus <= 0 then return end
  local oldest = redis.call('ZPOPMIN', failed, surplus)
  for index = 1, #oldest, 2 do redis.call('ZREM', key.index('dead'), oldest[index]) end
end

-- Releases the device of an ended job, and lets the jobs that wait for it continue.
local function leave_device(id, job)
  if job.blocked == '1' then
    unblock(id, job.context)
    redis.call('LREM', key.deferred(job.device), 0, id)
  end
  if job.status == 'started' then next_deferred(job.device, job.context) end
  if job.changes_device == '1' then
    for _, device in ipairs({ job.device, job.address_device }) do
      local lease = key.lease(device)
      redis.call('LREM', key.turns(device), 0, id)
      if redis.call('GET', lease) == id then redis.call('DEL', lease) end
      next_turn(device, job.context)
    end
  end
end

-- Ends a job: status, indexes, TTL, event, release of its device. 'fields': further field and value pairs.
local function end_job(id, status, fields)
  local record = key.job(id)
  local job = read(record, 'device', 'context', 'host', 'changes_device', 'duplicate', 'owner', 'tags', 'user',
    'login', 'batch_id', 'status', 'blocked', 'enqueued_at', 'address_device')
  set_status(id, status)
  redis.call('HSET', record, 'ended_at', now, unpack(fields))
  redis.call('HDEL', record, 'credentials')
  redis.call('ZREM', key.running(), id)
  if job.duplicate and redis.call('GET', key.duplicate(job.duplicate)) == id then
    redis.call('DEL', key.duplicate(job.duplicate))
  end
  if status ~= 'cancelled' and job.status == 'started' then
    local code, reach = '', ''
    for index = 1, #fields, 2 do
      if fields[index] == 'error_code' then code = fields[index + 1] end
      if fields[index] == 'reach' then reach = fields[index + 1] end
    end
    record_outcome(id, code, reach, job)
  end

  local ttl = status == 'failed' and limits.ttlFailed or limits.ttlSuccess
  if status == 'failed' then
    add_dead_letter(id, job.context, job.enqueued_at)
  else
    redis.call('ZREM', key.failed(job.context), id)
    redis.call('ZREM', key.index('dead'), id)
  end
  add_event(id, status, 'type', 'status', 'status', status)
  redis.call('EXPIRE', record, ttl)
  redis.call('EXPIRE', key.outputs(id), ttl)
  redis.call('EXPIRE', key.events(id), math.min(ttl, events_ttl))
  redis.call('ZADD', key.expiring(), now + ttl * 1000, cjson.encode({ id, indexes_of(job) }))
  -- The webhook is due now; a second end of the job makes it due again.
  if redis.call('HEXISTS', record, 'webhook') == 1 then
    redis.call('HSET', record, 'webhook_attempts', 0)
    redis.call('HINCRBY', record, 'webhook_lease', 1)
    redis.call('ZADD', key.webhooks(), now, id)
  end
  if job.batch_id then
    redis.call('EXPIRE', key.batch(job.batch_id), limits.ttlFailed)
    redis.call('EXPIRE', key.batchJobs(job.batch_id), limits.ttlFailed)
  end
  leave_device(id, job)
end

local function fail_job(id, code)
  end_job(id, 'failed', { 'error_code', code })
end
`;
