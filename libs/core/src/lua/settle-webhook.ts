/**
 * Says what became of a webhook that was leased: it is over, or is due again later. Only the holder of the last lease
 * may; a job that ends anew meanwhile ends the lease.
 *
 * ARGV: limits, job id, number of the lease, ms until the next attempt ('': none, it is over). Returns 'ok' or 'not_owner'.
 */
export const settleWebhook = `
local id = ARGV[2]
if redis.call('HGET', key.job(id), 'webhook_lease') ~= ARGV[3] then return 'not_owner' end
if ARGV[4] == '' then redis.call('ZREM', key.webhooks(), id) else redis.call('ZADD', key.webhooks(), now + ARGV[4], id) end
return 'ok'
`;
