import { code, page, table } from './tables.mjs';

/** @import { ErrorRow, JobErrorRow } from '@naas/contract' */

const yesOrNo = (/** @type {boolean} */ is) => (is ? 'yes' : 'no');

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
    'Programs should go by the codes, which stay, and never by the texts. *Retry*: whether the same ' +
      'request may succeed later without a\nchange.',
    '## Refused requests',
    'Every answer from 400 on has the body `{error, code, status, request_id, details?}`: `error` is one ' +
      'sentence that says what to do,\n`details` lists every fault of a body as `{path, message}`.',
    table(['`code`', 'status', 'retry', 'meaning'], refusals),
    '## Failed jobs',
    'A job that was accepted and then failed says so in its result: `status` is `failed`, `error_code` one ' +
      'of these, `error` a sentence,\n' +
      '`error_retryable` whether to try again. `outputs` holds what was done before the failure.',
    table(['`error_code`', 'retry', 'meaning'], failures),
    '`WORKER_LOST` may be retried for read jobs only: a configuration may have been applied in part, and ' +
      'its `error_retryable` is `false`.',
  );
}
