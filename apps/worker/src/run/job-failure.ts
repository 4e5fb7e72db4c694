import type { JobErrorCode } from '@naas/contract';

/** The worker found a reason why a job cannot continue. The message is safe to show to the caller. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';

  constructor(
    readonly code: JobErrorCode,
    message: string,
  ) {
    super(message);
  }
}
