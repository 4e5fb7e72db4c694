/**
 * Returns a queue entry to the front of its queue, since the worker that took it cannot begin its job. The
 * new entry has a new delivery number: bee-queue is about to remove the old entry, which it knows only by its
 * id.
 *
 * ARGV: limits, job id, number of the delivery. Returns 'ok', or 'nothing' when the entry no longer stands
 * for work.
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
