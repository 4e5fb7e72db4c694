/**
 * Decides whether a worker may try to reach a device. Once the open time of the circuit is over, exactly one
 * of all workers may, as the probe; if that worker dies, another may after the probe's time.
 *
 * ARGV: limits, name of the device, token (the run's), time of a probe (ms). Returns {'go'}, {'probe'} or
 * {'open', ms until the next try}.
 */
export const admitAttempt = `
local circuit = key.circuit(ARGV[2])
local state = read(circuit, 'retry_at', 'probe_until')
if not state.retry_at then return { 'go' } end
local wait = math.max(tonumber(state.retry_at), tonumber(state.probe_until or 0)) - now
if wait > 0 then return { 'open', wait } end
redis.call('HSET', circuit, 'probe', ARGV[3], 'probe_until', now + ARGV[4])
return { 'probe' }
`;
