/**
 * Finds jobs by indexes, newest first. The intersection of several large indexes is kept for two seconds, so
 * that turning pages is cheap.
 *
 * ARGV: limits, offset, count, hash of the names, number of owners, then the names of the owners' indexes
 * (jobs in any of them; none: all jobs), then the names of further indexes (jobs in all of them). Returns
 * {total, ids...}.
 */
export const list = `
local offset, count, hash, owners = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local cache_min_size, cache_ms = 20000, 2000

local function index_of(at)
  return key.index(ARGV[at])
end

local sets, smallest = {}, math.huge
local function add(name)
  sets[#sets + 1] = name
  smallest = math.min(smallest, redis.call('ZCARD', name))
end

if owners > 1 then
  local names = {}
  for at = 6, 5 + owners do names[#names + 1] = index_of(at) end
  local union = key.listing('owners:' .. hash)
  if redis.call('ZCARD', union) < cache_min_size then
    redis.call('DEL', union) -- after its first write, Redis does not refuse a script when memory is full
    redis.call('ZUNIONSTORE', union, #names, unpack(names))
    redis.call('PEXPIRE', union, cache_ms)
  end
  add(union)
elseif owners == 1 then add(index_of(6)) end
for at = 6 + owners, #ARGV do add(index_of(at)) end
if #sets == 0 then add(key.index('all')) end

local source = sets[1]
if #sets > 1 then
  source = key.listing(hash)
  if redis.call('EXISTS', source) == 0 or smallest < cache_min_size then
    local weights = { 'WEIGHTS', 1 }
    for _ = 2, #sets do weights[#weights + 1] = 0 end
    local arguments = { #sets }
    for _, name in ipairs(sets) do arguments[#arguments + 1] = name end
    for _, weight in ipairs(weights) do arguments[#arguments + 1] = weight end
    redis.call('DEL', source) -- as above
    redis.call('ZINTERSTORE', source, unpack(arguments))
    redis.call('PEXPIRE', source, cache_ms)
  end
end
return { redis.call('ZCARD', source), unpack(redis.call('ZREVRANGE', source, offset, offset + count - 1)) }
`;
