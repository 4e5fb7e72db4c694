/**
 * Lets the first of the read jobs that wait for a crowded device try again.
 *
 * ARGV: limits, context, host, port. Returns 'ok'.
 */
export const callNext = `
advance_crowd(ARGV[2], ARGV[3], ARGV[4])
return 'ok'
`;
