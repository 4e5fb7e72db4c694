/**
 * Retires an API key, records a new one, or both in one step, so that only one of two simultaneous rotations
 * makes a key. Removes keys whose token expired a day ago; a day, since clocks differ and a token that is
 * still valid on some host must stay revoked.
 *
 * A key without a record can be revoked too: its record may be lost, or its token made elsewhere with the
 * same secret. It stays revoked for ever where its expiry is not known.
 *
 * ARGV: limits, id of the key to retire ('': none), milliseconds until it is revoked, id of the new key ('':
 * none), its expiry (seconds since 1970, or 'inf'), then fields and values of its record. Returns 'ok',
 * 'not_found' when a key without a record is to get a successor, or 'revoked' when the key to retire is
 * already revoked or already has a successor.
 */
export const replaceKey = `
local old, overlap, new, expiry = ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5]
local day = 86400
local seconds = math.floor(now / 1000)

if old ~= '' then
  local record = key.apiKey(old)
  local is_recorded = redis.call('EXISTS', record) == 1
  if not is_recorded and new ~= '' then return 'not_found' end
  local revoked_at = tonumber(redis.call('HGET', record, 'revoked_at') or '')
  local has_successor = revoked_at and (new ~= '' or revoked_at <= now)
  if redis.call('ZSCORE', key.revokedKeys(), old) or has_successor then return 'revoked' end
  if is_recorded then redis.call('HSET', record, 'revoked_at', string.format('%.0f', now + overlap)) end
  if overlap == 0 then
    redis.call('ZADD', key.revokedKeys(), redis.call('ZSCORE', key.apiKeyIndex(), old) or 'inf', old)
  end
end

if new ~= '' then
  redis.call('HSET', key.apiKey(new), unpack(ARGV, 6))
  redis.call('ZADD', key.apiKeyIndex(), expiry, new)
  if expiry ~= 'inf' then redis.call('EXPIREAT', key.apiKey(new), expiry + day) end
end

for _, name in ipairs({ key.revokedKeys(), key.apiKeyIndex() }) do
  redis.call('ZREMRANGEBYSCORE', name, '-inf', seconds - day)
end
return 'ok'
`;
