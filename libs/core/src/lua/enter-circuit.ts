/**
 * A worker asks whether it may try to reach a device. When the circuit has been open for its time, exactly
 * one of all workers may, as the probe; if it dies, another may after the probe's time.
 *
 * ARGV: limits, context, host, port, token (the run's), time of a probe (ms). Returns {'go'}, {'probe'} or
 * {'open', ms until it may be tried again}.
 */
export const enterCircuit = `
local circuit = key.circuit(ARGV[2], ARGV[3], ARGV[4])
local state = redis.call('HMGET', circuit, 'retry_at', 'probe_until')
if not state[1] then return { 'go' } end
local wait = math.max(tonumber(state[1]), tonumber(state[2] or 0)) - now
if wait > 0 then return { 'open', wait } end
redis.call('HSET', circuit, 'probe', ARGV[5], 'probe_until', now + ARGV[6])
return { 'probe' }
`;
