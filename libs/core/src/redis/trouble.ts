/**
 * Sentences for callers, by the first words of Redis's own error. These errors go away without a change of
 * ours.
 */
const refusals = [
  [/^OOM /, "Redis's memory is full, so that nothing new can be stored; try again later."],
  [/^MISCONF /, 'Redis cannot write to its disk, so that nothing new can be stored; try again later.'],
  [/^NOREPLICAS /, 'Redis has too few replicas connected to store anything new; try again later.'],
] as const;

const unreachable = 'Redis cannot be reached at the moment; try again shortly.';
/** First words of errors of ioredis, then of Redis. */
const unreachableErrors = [
  'Connection is closed',
  'Command timed out',
  "Stream isn't writeable",
  'Reached the max retries',
  'All sentinels are unreachable',
  'LOADING',
  'MASTERDOWN',
  'READONLY',
  'ERR WAIT cannot be used with replica',
  'UNBLOCKED',
  'CLUSTERDOWN',
  'TRYAGAIN',
  'BUSY',
];
const unreachableCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** The prefix that Redis before 7.0 puts before the error of a command in a script. */
const inScript = /^ERR Error running script .*?: -(?=[A-Z]+ )/;

/**
 * The reason why Redis cannot be used, as one sentence for callers; null when the error is a defect of ours.
 */
export function redisTrouble(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const message = error.message.replace(inScript, '');
  const refusal = refusals.find(([pattern]) => pattern.test(message));
  if (refusal) return refusal[1];
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isUnreachable =
    unreachableErrors.some((start) => message.startsWith(start)) || unreachableCodes.has(code);
  return isUnreachable ? unreachable : null;
}

/** Whether an error means that Redis cannot be used at the moment, and not a defect of ours. */
export function isRedisUnavailable(error: unknown): boolean {
  return redisTrouble(error) !== null;
}

/** First words of errors of ioredis for commands that may have been sent. */
const unknownOutcomes = ['Connection is closed', 'Command timed out', 'Reached the max retries'];
const unknownOutcomeCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/**
 * Whether a command that failed so may have been carried out: its bytes may have left, and the reply did not
 * come. A command refused by Redis, or never sent ("Stream isn't writeable"), was not.
 */
export function isOutcomeUnknown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return unknownOutcomes.some((start) => error.message.startsWith(start)) || unknownOutcomeCodes.has(code);
}
