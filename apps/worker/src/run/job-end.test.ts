import { jobErrors, type JobKind } from '@naas/contract';
import type { ClaimedJob } from '@naas/core';
import { submission } from '@naas/core/testing';
import { driverErrorCodes, DriverError } from '@naas/device-drivers';
import type { Run, StopReason } from './claims.js';
import { jobCodeOf } from './job-code.js';
import { endOf } from './job-end.js';

/** A run of a job of three commands, stopped for a reason. */
function stoppedRun(kind: JobKind, reason: StopReason): Run {
  const { jobId, request, credentials } = submission({
    request: { kind, commands: ['a', 'b', 'c'] },
  });
  const job: ClaimedJob = {
    jobId,
    token: 'token',
    request,
    credentials,
    enqueuedAt: new Date(0),
    claims: 1,
    identity: '',
    owner: 'owner-a',
    address: null,
    expiresAt: Infinity,
  };
  const abort = new AbortController();
  abort.abort(reason);
  const unused = (): void => undefined;
  return { job, signal: abort.signal, holdsClaim: () => true, applyState: unused, stop: unused, end: unused };
}

test.each([
  ['send-command', 'The job was cancelled; 2 of 3 commands had finished.'],
  ['send-command-structured', 'The job was cancelled; 2 of 3 commands had finished.'],
  [
    'send-config',
    'The job was cancelled; all 3 configuration lines had been sent; a commit or save after them may not have ' +
      'been done.',
  ],
] as const)('a cancelled job of kind %s says in the words of its kind how far it got', (kind, message) => {
  expect(endOf(stoppedRun(kind, 'cancelled'), undefined, 2)).toEqual({ status: 'cancelled', message });
});

test('every driver error code maps to a job error code of the contract', () => {
  expect(Object.keys(jobCodeOf).sort()).toEqual([...driverErrorCodes].sort());
  expect(Object.values(jobCodeOf).filter((code) => !Object.hasOwn(jobErrors, code))).toEqual([]);
});

test.each(['UNSUPPORTED', 'ABORTED'] as const)(
  '%s in a run that was not stopped is a defect and becomes UNKNOWN',
  (code) => {
    const run = { ...stoppedRun('send-command', 'cancelled'), signal: new AbortController().signal };
    expect(endOf(run, new DriverError(code, 'text'), 0)).toEqual({
      status: 'failed',
      code: 'UNKNOWN',
      message: 'text',
      reach: 'unknown',
    });
  },
);
