import { isOutcomeUnknown, type Withdrawal } from '@naas/core';
import { ApiError } from '../http/api-error.js';
import { withdrawInTime, type WithdrawalTools } from './withdraw-in-time.js';

/** An attempt to submit, and where its job or batch would be. */
export interface Attempt extends Withdrawal {
  /** Path, such as `/v2/jobs/{job_id}`. */
  readonly location: string;
}

/** Says that nobody knows; the caller must look before the request is repeated. */
function outcomeUnknown({ location, id }: Attempt): ApiError {
  return new ApiError(
    'OUTCOME_UNKNOWN',
    `Redis did not answer in time, and it is not known whether the request was accepted; look at ${location} ` +
      'before you send it again.',
    { headers: { Location: location }, ...(location.startsWith('/v2/jobs/') ? { jobId: id } : {}) },
  );
}

/**
 * Makes sure that an attempt leaves nothing behind, so that its caller can be told to try again. False when
 * one of its jobs has started: then the submission stands.
 * @throws ApiError OUTCOME_UNKNOWN when Redis does not answer in time.
 */
export async function requireWithdrawal(tools: WithdrawalTools, attempt: Attempt): Promise<boolean> {
  const fate = await withdrawInTime(tools, attempt);
  if (fate === 'unknown') throw outcomeUnknown(attempt);
  return fate === 'withdrawn';
}

/**
 * Submits. When Redis's reply is lost, the attempt is withdrawn, so that an error means that there is no job.
 * `accepted` is the outcome of an attempt that stands, since one of its jobs has started already.
 * @throws ApiError BACKEND_UNAVAILABLE when there is no job, OUTCOME_UNKNOWN when that cannot be found out;
 * else the error of `submit`.
 */
export async function submitOnce<Outcome>(
  tools: WithdrawalTools,
  attempt: Attempt,
  { submit, accepted }: { readonly submit: () => Promise<Outcome>; readonly accepted: Outcome },
): Promise<Outcome> {
  try {
    return await submit();
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    if (!(await requireWithdrawal(tools, attempt))) return accepted;
    throw new ApiError(
      'BACKEND_UNAVAILABLE',
      'Redis did not answer in time, and the request was not accepted; try again shortly.',
      { headers: { 'Retry-After': '1' } },
    );
  }
}
