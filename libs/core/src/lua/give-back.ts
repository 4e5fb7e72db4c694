/**
 * Gives a queue entry back to its queue, as the next to be taken, since the worker that took it cannot begin
 * its job. The new entry has a number of its own: bee-queue is about to remove the old one, and all it knows
 * of it is the id.
 *
 * ARGV: limits, job id, number of the delivery. Returns 'ok', or 'nothing' when the entry stands for no work
 * any more.
 */
export const giveBack = `
local id = ARGV[2]
local job = redis.call('HMGET', key.job(id), 'status', 'token', 'delivery', 'context', 'parked')
local waits = job[1] == 'queued' and job[5] ~= '1'
local redelivered = job[1] == 'started' and job[2] == ''
if job[3] ~= ARGV[3] or not (waits or redelivered) then return 'nothing' end
deliver(id, job[4], 'RPUSH')
return 'ok'
`;
