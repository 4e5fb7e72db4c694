import { isOutcomeUnknown } from '@naas/core';
import { ApiError } from './api-error.js';

/**
 * Makes a change in Redis that must not be repeated blindly.
 * @throws ApiError OUTCOME_UNKNOWN when the reply is lost: the change may have been made all the same.
 */
export async function change<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    throw new ApiError(
      'OUTCOME_UNKNOWN',
      'Redis did not answer in time, and it is not known whether the change was made; look before you repeat it.',
    );
  }
}
