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
local job = read(key.job(id), 'status', 'token', 'delivery', 'context', 'blocked')
local waits = job.status == 'queued' and job.blocked ~= '1'
local redelivered = job.status == 'started' and job.token == ''
if job.delivery ~= ARGV[3] or not (waits or redelivered) then return 'nothing' end
deliver(id, job.context, 'RPUSH')
return 'ok'
`;
