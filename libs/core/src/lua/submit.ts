/**
 * Accepts jobs, all or none, finds the earlier ones they repeat, or refuses them, in one step and in the
 * order of the HTTP contract. The entries in the queue are written here too, so that no crash can come
 * between record and delivery.
 *
 * ARGV: limits, head (JSON), then three for each job: payload, credentials, webhook (sealed; webhook may be
 * ''). The head: `owner`, `attempt` (id of this attempt, by which it can be withdrawn; absent: it cannot),
 * `depth` (maximum number of waiting jobs of a context; 0: no limit), `servedWithin` (ms), `idempotency`
 * (pairs of key hash and body hash, one for each encryption key, the writing key's first), `idempotencyTtl`
 * (s), `rate` (absent: no limits; `window` in ms, `caller` and `device`: maximum number of jobs; 0: no
 * limit), `batch` (id; absent: a single job), and `jobs`: `id`, `device` (its name), `context`, `host`,
 * `port`, `platform`, `kind`, `changesDevice`, `needsAddress` (the host is a name: the claim wants its
 * address), `tags` (JSON), `user` (hash), `login` (hash of user name and password), `duplicates` (hashes, one for
 * each encryption key; none: never shared).
 *
 * Returns {outcome, facts (JSON)}. Facts: `rate` {limit, remaining, reset (ms)} when a limit governs; for the
 * outcomes accepted, idempotent, deduplicated: `id`, `position`, `enqueuedAt`, for a batch `ids`;
 * RATE_LIMITED: `retryAfter` (ms); LOCKED_OUT: `index`, `subject` (user, device), `retryAfter`; NO_WORKERS,
 * QUEUE_FULL, DUPLICATE_REQUEST_ID: `index` of the job; IDEMPOTENCY_MISMATCH, WITHDRAWN: nothing.
 */
export const submit = `
-- Writes nothing, and is refused when memory is full: after its first write, Redis does not refuse a script.
redis.call('SETRANGE', key.swept(), 0, '')
local head = cjson.decode(ARGV[2])
local jobs, owner, batch, rate = head.jobs, head.owner, head.batch, head.rate
local single = not batch and jobs[1]
local governing

-- This attempt was withdrawn before it arrived: its caller was told that it does not exist.
if head.attempt and redis.call('EXISTS', key.withdrawn(head.attempt)) == 1 then return { 'WITHDRAWN', '{}' } end

-- How many units a limit has let through within the window.
local function used_of(name)
  redis.call('ZREMRANGEBYSCORE', key.rate(name), '-inf', now - rate.window)
  return redis.call('ZCARD', key.rate(name))
end

-- Milliseconds until the entry of that rank leaves the window.
local function leaves_in(name, rank)
  local entry = redis.call('ZRANGE', key.rate(name), rank, rank, 'WITHSCORES')
  return entry[2] and math.max(1, entry[2] + rate.window - now) or rate.window
end

-- The limits that these jobs count against: name, limit, units.
local function quotas()
  local list, devices, order = {}, {}, {}
  if not rate then return list end
  if rate.caller > 0 then list[1] = { 'caller:' .. owner, rate.caller, #jobs } end
  if rate.device > 0 then
    for _, job in ipairs(jobs) do
      local name = table.concat({ 'device', owner, job.device }, ':')
      if not devices[name] then
        devices[name] = 0
        order[#order + 1] = name
      end
      devices[name] = devices[name] + 1
    end
    for _, name in ipairs(order) do list[#list + 1] = { name, rate.device, devices[name] } end
  end
  return list
end

local all_quotas = quotas()

-- Sets the limit that leaves least room.
local function govern()
  for _, quota in ipairs(all_quotas) do
    local remaining = math.max(0, quota[2] - used_of(quota[1]))
    if not governing or remaining < governing.remaining then
      governing = { limit = quota[2], remaining = remaining, reset = leaves_in(quota[1], 0) }
    end
  end
end

local function use_quotas(mark)
  for _, quota in ipairs(all_quotas) do
    local used = used_of(quota[1])
    for unit = 1, math.min(quota[3], quota[2] - used) do
      redis.call('ZADD', key.rate(quota[1]), now, mark .. ':' .. unit)
    end
    redis.call('PEXPIRE', key.rate(quota[1]), rate.window)
  end
end

local function answer(outcome, facts)
  govern()
  facts.rate = governing
  return { outcome, cjson.encode(facts) }
end

-- Answers with an earlier job or batch: that counts against the limits, but is never refused because of them.
local function earlier(outcome, other)
  use_quotas(outcome .. ':' .. time[1] .. '.' .. time[2])
  local facts = { id = other, position = 0, enqueuedAt = now }
  if batch then
    facts.ids = redis.call('LRANGE', key.batchJobs(other), 0, -1)
    return answer(outcome, facts)
  end
  local job = read(key.job(other), 'status', 'enqueued_at', 'context')
  if job.status == 'queued' then facts.position = depth_of(job.context) end
  if job.enqueued_at then facts.enqueuedAt = tonumber(job.enqueued_at) end
  return answer(outcome, facts)
end

local function remember(id)
  local pair = head.idempotency[1]
  if pair then redis.call('SET', key.idempotency(pair[1]), id .. '|' .. pair[2], 'EX', head.idempotencyTtl) end
end

for _, pair in ipairs(head.idempotency) do
  local entry = redis.call('GET', key.idempotency(pair[1]))
  if entry then
    local other, body = string.match(entry, '^([^|]*)|(.*)$')
    if body ~= pair[2] then return answer('IDEMPOTENCY_MISMATCH', {}) end
    return earlier('idempotent', other)
  end
end

for index, job in ipairs(jobs) do
  if redis.call('EXISTS', key.job(job.id)) == 1 then return answer('DUPLICATE_REQUEST_ID', { index = index - 1 }) end
end

for _, quota in ipairs(all_quotas) do
  local over = used_of(quota[1]) + quota[3] - quota[2]
  if over > 0 then
    local remaining = math.max(0, quota[2] - used_of(quota[1]))
    governing = { limit = quota[2], remaining = remaining, reset = leaves_in(quota[1], 0) }
    return { 'RATE_LIMITED', cjson.encode({ retryAfter = leaves_in(quota[1], over - 1), rate = governing }) }
  end
end

for index, job in ipairs(jobs) do
  local failures = { user = key.authFailures(job.device, job.user), device = key.deviceFailures(job.device) }
  for subject, name in pairs(failures) do
    redis.call('ZREMRANGEBYSCORE', name, '-inf', now - lockout_ms)
    local passes = subject == 'user' and redis.call('EXISTS', key.accepted(job.device, job.login)) == 1
    if not passes and redis.call('ZCARD', name) >= lockout_failures then
      local first = redis.call('ZRANGE', name, -lockout_failures, -lockout_failures, 'WITHSCORES')
      local wait = math.max(1, first[2] + lockout_ms - now)
      return answer('LOCKED_OUT', { index = index - 1, subject = subject, retryAfter = wait })
    end
  end
end

for _, name in ipairs(single and single.duplicates or {}) do
  local other = redis.call('GET', key.duplicate(name))
  if other and redis.call('EXISTS', key.job(other)) == 1 then
    remember(other)
    return earlier('deduplicated', other)
  end
end

local waiting = {}
for index, job in ipairs(jobs) do
  local served = redis.call('ZSCORE', key.served(), job.context)
  if not served or now - served > head.servedWithin then return answer('NO_WORKERS', { index = index - 1 }) end
  waiting[job.context] = waiting[job.context] or depth_of(job.context)
  if head.depth > 0 and waiting[job.context] >= head.depth then return answer('QUEUE_FULL', { index = index - 1 }) end
  waiting[job.context] = waiting[job.context] + 1
end

local ids = {}
for index, job in ipairs(jobs) do
  local record, at = key.job(job.id), index * 3
  ids[index] = job.id
  redis.call('HSET', record, 'device', job.device, 'context', job.context, 'host', job.host, 'port', job.port,
    'platform', job.platform, 'kind', job.kind, 'changes_device', job.changesDevice and '1' or '0', 'owner', owner,
    'user', job.user, 'login', job.login, 'tags', job.tags, 'payload', ARGV[at], 'credentials', ARGV[at + 1],
    'enqueued_at', now, 'claims', 0, 'blocked', '0', 'accepted_at', job.acceptedAt, 'mac', job.mac)
  if ARGV[at + 2] ~= '' then redis.call('HSET', record, 'webhook', ARGV[at + 2]) end
  if batch then redis.call('HSET', record, 'batch_id', batch) end
  if job.duplicates[1] then
    redis.call('HSET', record, 'duplicate', job.duplicates[1])
    redis.call('SET', key.duplicate(job.duplicates[1]), job.id)
  end
  if head.attempt then redis.call('HSET', record, 'attempt', head.attempt) end
  if job.needsAddress then redis.call('HSET', record, 'needs_address', '1') end
  job.owner = owner
  for _, name in ipairs(indexes_of(job)) do redis.call('ZADD', key.index(name), now, job.id) end
  set_status(job.id, 'queued')
  add_event(job.id, 'queued', 'type', 'status', 'status', 'queued')
  if job.changesDevice then
    -- Turns are given out here, so that the order of acceptance is the order on the device.
    redis.call('RPUSH', key.turns(job.device), job.id)
    block(job.id, job.context)
    next_turn(job.device, job.context)
  else
    deliver(job.id, job.context)
  end
end
if batch then
  redis.call('HSET', key.batch(batch), 'owner', owner, 'created_at', now, 'total', #ids)
  -- One by one: Lua's unpack fails at some thousands of values, and the jobs are already written.
  for _, id in ipairs(ids) do redis.call('RPUSH', key.batchJobs(batch), id) end
end
remember(batch or single.id)
use_quotas(batch or single.id)
local position = single and waiting[single.context] or 0
return answer('accepted', {
  id = batch or single.id,
  ids = batch and ids or nil,
  position = position,
  enqueuedAt = now,
})
`;
