import type { JobErrorCode } from '@naas/contract';

/** A job cannot go on, for a reason the worker found. The message is safe to show to the caller. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';

  constructor(
    readonly code: JobErrorCode,
    message: string,
  ) {
    super(message);
  }
}
