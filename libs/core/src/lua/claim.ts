/**
 * Claims the job of a queue entry for a worker with a free slot.
 *
 * ARGV: limits, job id, number of the delivery, token (new, chosen by the worker), worker id, name of the
 * device at the address to which the host of a configuration job resolved ('': not resolved yet, '-': it does
 * not resolve), and the names of busy devices: they have as many jobs of this worker as they should. Their
 * read jobs are deferred, so that a slow device does not take all slots.
 *
 * Returns {'run', then field and value pairs of the record} with kind, context, host, port, platform,
 * payload, enqueued_at, claims, owner, tags, accepted_at, device, changes_device, batch_id if it has one, and
 * credentials if Redis still has them; or {'nothing', reason} with one of: unresolved (claim again with the
 * address of the host, which follows), gone, a final status, running (its worker lives), stale (a later entry
 * exists), blocked (waits for its turn on the device), lost, expired, or busy (deferred until its device is
 * less busy; the device's name follows).
 *
 * A repeated claim with the same token (the first answer was lost with the connection) gets 'run' again. The
 * credentials of a configuration job are then no longer in Redis, and the worker sees that they are missing.
 */
export const claim = `
local id, delivery, token, worker, address = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local record = key.job(id)
local job = read(record, 'status', 'kind', 'changes_device', 'device', 'context', 'host', 'port', 'platform', 'payload',
  'credentials', 'enqueued_at', 'claims', 'token', 'delivery', 'blocked', 'cancel', 'deferred', 'owner', 'tags',
  'batch_id', 'accepted_at', 'needs_address', 'address_device')
local changes_device = job.changes_device == '1'

local function run(claims)
  local reply = { 'run', 'claims', claims }
  for _, name in ipairs({ 'kind', 'context', 'host', 'port', 'platform', 'payload', 'credentials', 'enqueued_at',
    'owner', 'tags', 'batch_id', 'accepted_at', 'device', 'changes_device' }) do
    if job[name] then
      reply[#reply + 1] = name
      reply[#reply + 1] = job[name]
    end
  end
  return reply
end

if not job.status then return { 'nothing', 'gone' } end
if job.status ~= 'queued' and job.status ~= 'started' then return { 'nothing', job.status } end

if job.status == 'started' then
  if job.token == token then return run(tonumber(job.claims)) end
  local deadline = redis.call('ZSCORE', key.running(), id)
  if job.token ~= '' and deadline and tonumber(deadline) > now then return { 'nothing', 'running' } end
  if job.cancel == '1' and not changes_device then
    end_job(id, 'cancelled', {})
    return { 'nothing', 'cancelled' }
  end
  if changes_device or tonumber(job.claims) >= limits.maxDeliveries then
    fail_job(id, 'WORKER_LOST')
    return { 'nothing', 'lost' }
  end
  redis.call('DEL', key.outputs(id))
  redis.call('HDEL', record, 'emitted')
else
  if job.blocked == '1' then return { 'nothing', 'blocked' } end
  if job.delivery ~= delivery then return { 'nothing', 'stale' } end
  if limits.maxAge > 0 and now - tonumber(job.enqueued_at) > limits.maxAge then
    fail_job(id, 'EXPIRED')
    return { 'nothing', 'expired' }
  end
end

if not changes_device and job.status == 'queued' then
  for index = 7, #ARGV do
    if ARGV[index] == job.device then
      block(id, job.context)
      -- A job that was deferred before stays first.
      redis.call(job.deferred and 'LPUSH' or 'RPUSH', key.deferred(job.device), id)
      redis.call('HSET', record, 'deferred', '1')
      return { 'nothing', 'busy', job.device }
    end
  end
end

if changes_device then
  if job.needs_address == '1' and address == '' then return { 'nothing', 'unresolved', job.device } end
  -- The lease of the name keeps the order of its jobs; the one of the address keeps other names away.
  local devices = { job.device }
  if address ~= '' and address ~= '-' and address ~= job.device then devices[2] = address end
  if job.address_device and job.address_device ~= devices[2] then
    redis.call('LREM', key.turns(job.address_device), 0, id)
    next_turn(job.address_device, job.context)
  end
  if devices[2] then
    redis.call('HSET', record, 'address_device', devices[2])
  else
    redis.call('HDEL', record, 'address_device')
  end
  for _, device in ipairs(devices) do
    local turns = key.turns(device)
    local first = first_waiting(turns)
    if redis.call('EXISTS', key.lease(device)) == 1 or (first and first ~= id) then
      if not redis.call('LPOS', turns, id) then redis.call('RPUSH', turns, id) end
      block(id, job.context)
      next_turn(device, job.context)
      return { 'nothing', 'blocked' }
    end
  end
  for _, device in ipairs(devices) do
    redis.call('LREM', key.turns(device), 0, id)
    redis.call('SET', key.lease(device), id, 'PX', limits.claim)
  end
  redis.call('HDEL', record, 'credentials')
end

set_status(id, 'started')
redis.call('HSET', record, 'token', token, 'worker', worker, 'started_at', now)
local claims = redis.call('HINCRBY', record, 'claims', 1)
redis.call('ZADD', key.running(), now + limits.claim, id)
add_event(id, 'started', 'type', 'status', 'status', 'started')
return run(claims)
`;
