import { code, page, table } from './tables.mjs';

/** @import { ErrorRow, JobErrorRow } from '@naas/contract' */

const yesOrNo = (/** @type {boolean} */ value) => (value ? 'yes' : 'no');

/**
 * The text of docs/errors.md.
 *
 * @param {Readonly<Record<string, ErrorRow>>} httpErrors
 * @param {Readonly<Record<string, JobErrorRow>>} jobErrors
 */
export function errorsPage(httpErrors, jobErrors) {
  const refusals = Object.entries(httpErrors).map(([name, { status, retryable, meaning }]) => [
    code(name),
    String(status),
    yesOrNo(retryable),
    meaning,
  ]);
  const failures = Object.entries(jobErrors).map(([name, { retryable, meaning }]) => [
    code(name),
    yesOrNo(retryable),
    meaning,
  ]);
  return page(
    'Errors',
    'libs/contract/src/errors.ts',
    'Programs should check the codes, which are stable, and not the texts. *Retry*: whether the same ' +
      'request may succeed later without a change.',
    '## Refused requests',
    'Every answer with status 400 or above has the body `{error, code, status, request_id, details?}`: ' +
      '`error` is one sentence that says what to do, `details` lists every fault in the request body as ' +
      '`{path, message}`.',
    table(['`code`', 'status', 'retry', 'meaning'], refusals),
    '## Failed jobs',
    'The result of a failed job has the `status` `failed`, one of these as `error_code`, a sentence as ' +
      '`error`, and in `error_retryable` whether a retry may succeed. `outputs` holds the outputs before the ' +
      'failure.',
    table(['`error_code`', 'retry', 'meaning'], failures),
    'Only read jobs may be retried after `WORKER_LOST`. A configuration may have been applied in part, so ' +
      'its `error_retryable` is `false`.',
  );
}
