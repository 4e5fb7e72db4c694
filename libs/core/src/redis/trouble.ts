/**
 * Sentences for callers, by the first words of Redis's own error. Each is a trouble that ends without a
 * change of ours.
 */
const refusals = [
  [/^OOM /, "Redis's memory is full, so that nothing new can be stored; try again later."],
  [/^MISCONF /, 'Redis cannot write to its disk, so that nothing new can be stored; try again later.'],
  [/^NOREPLICAS /, 'Redis has too few replicas connected to store anything new; try again later.'],
] as const;

const away = 'Redis cannot be reached at the moment; try again shortly.';
const awayWords =
  /^(Connection is closed|Command timed out|Stream isn't writeable|Reached the max retries|All sentinels are unreachable|LOADING|MASTERDOWN|READONLY|ERR WAIT cannot be used with replica|UNBLOCKED|CLUSTERDOWN|TRYAGAIN|BUSY)/;
const awayCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Redis before 7.0 puts what a command in a script was refused with behind words of its own. */
const inScript = /^ERR Error running script .*?: -(?=[A-Z]+ )/;

/**
 * What is wrong with Redis, in one sentence for callers; null when the error says no such thing, but a defect
 * of ours.
 */
export function redisTrouble(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const words = error.message.replace(inScript, '');
  const refusal = refusals.find(([pattern]) => pattern.test(words));
  if (refusal) return refusal[1];
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return awayWords.test(words) || awayCodes.has(code) ? away : null;
}

/** Whether an error says that Redis cannot be used now, as against a defect of ours. */
export function isRedisUnavailable(error: unknown): boolean {
  return redisTrouble(error) !== null;
}
