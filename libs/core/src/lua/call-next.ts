/**
 * Lets the first read job that was deferred for a busy device try again.
 *
 * ARGV: limits, name of the device, its context. Returns 'ok'.
 */
export const callNext = `
next_deferred(ARGV[2], ARGV[3])
return 'ok'
`;
