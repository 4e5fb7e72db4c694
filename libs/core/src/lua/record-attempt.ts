/**
 * Records the outcome of an attempt to reach a device: `reached`, `unreached`, or `unknown` when it was
 * aborted. As many failures in a row as the threshold open the circuit; the first success closes it.
 *
 * ARGV: limits, name of the device, token (the run's), outcome, threshold, time it stays open (ms). Returns
 * 'opened' or 'closed' when the attempt did that, else 'same'.
 */
export const recordAttempt = `
local device, token, outcome = ARGV[2], ARGV[3], ARGV[4]
local circuit = key.circuit(device)
local state = read(circuit, 'failures', 'retry_at', 'probe')
local is_open, is_probe = state.retry_at ~= nil, state.probe == token

if outcome == 'reached' then
  if not state.failures then return 'same' end
  redis.call('DEL', circuit)
  redis.call('SREM', key.circuits(), device)
  return is_open and 'closed' or 'same'
end
if outcome == 'unknown' then
  if is_probe then redis.call('HDEL', circuit, 'probe', 'probe_until') end
  return 'same'
end
-- A run that began before the circuit opened says nothing new.
if is_open and not is_probe then return 'same' end
local failures = redis.call('HINCRBY', circuit, 'failures', 1)
redis.call('SADD', key.circuits(), device)
if not is_probe and failures < tonumber(ARGV[5]) then return 'same' end
redis.call('HSET', circuit, 'opened_at', now, 'retry_at', now + ARGV[6])
redis.call('HDEL', circuit, 'probe', 'probe_until')
return is_probe and 'same' or 'opened'
`;
