/**
 * Accepts a job, finds the earlier one it repeats, or refuses it: one step, in the order of the HTTP contract. The
 * entry in the queue is written here too, so that no crash can come between the record and its delivery.
 *
 * ARGV: limits, job id, context, host, port, platform, kind, owner, tags (JSON), payload (sealed), credentials
 * (sealed), duplicate ('' or hash), maxDepth (0: none), served within (ms), idempotency TTL (s), then pairs of
 * idempotency hash and body hash: one pair for each encryption key, the writing key's first; none without a key.
 *
 * Returns {outcome, job id, position, enqueued_at}; outcome: accepted, idempotent, deduplicated, IDEMPOTENCY_MISMATCH,
 * DUPLICATE_REQUEST_ID, NO_WORKERS, QUEUE_FULL.
 */
export const submit = `
local id, context = ARGV[2], ARGV[3]
local duplicate = ARGV[12]

local function position_of(other)
  if redis.call('HGET', key.job(other), 'status') ~= 'queued' then return 0 end
  return redis.call('LLEN', key.queueWaiting(context))
end

local function earlier(outcome, other)
  return { outcome, other, position_of(other), redis.call('HGET', key.job(other), 'enqueued_at') or tostring(now) }
end

for index = 16, #ARGV, 2 do
  local entry = redis.call('GET', key.idempotency(ARGV[index]))
  if entry then
    local other, body = string.match(entry, '^([^|]*)|(.*)$')
    if body ~= ARGV[index + 1] then return { 'IDEMPOTENCY_MISMATCH', other } end
    return earlier('idempotent', other)
  end
end

if redis.call('EXISTS', key.job(id)) == 1 then return { 'DUPLICATE_REQUEST_ID', id } end

if duplicate ~= '' then
  local other = redis.call('GET', key.duplicate(duplicate))
  if other and redis.call('EXISTS', key.job(other)) == 1 then
    if ARGV[16] then redis.call('SET', key.idempotency(ARGV[16]), other .. '|' .. ARGV[17], 'EX', ARGV[15]) end
    return earlier('deduplicated', other)
  end
end

local served = redis.call('ZSCORE', key.served(), context)
if not served or now - served > tonumber(ARGV[14]) then return { 'NO_WORKERS', id } end
local depth = redis.call('LLEN', key.queueWaiting(context))
if tonumber(ARGV[13]) > 0 and depth >= tonumber(ARGV[13]) then return { 'QUEUE_FULL', id } end

redis.call('HSET', key.job(id), 'status', 'queued', 'context', context, 'host', ARGV[4], 'port', ARGV[5],
  'platform', ARGV[6], 'kind', ARGV[7], 'owner', ARGV[8], 'tags', ARGV[9], 'payload', ARGV[10], 'credentials', ARGV[11],
  'enqueued_at', now, 'claims', 0, 'parked', '0')
if duplicate ~= '' then
  redis.call('HSET', key.job(id), 'duplicate', duplicate)
  redis.call('SET', key.duplicate(duplicate), id)
end
if ARGV[16] then redis.call('SET', key.idempotency(ARGV[16]), id .. '|' .. ARGV[17], 'EX', ARGV[15]) end
add_event(id, 'queued', 'type', 'status', 'status', 'queued')
deliver(id, context)
return { 'accepted', id, depth + 1, tostring(now) }
`;
