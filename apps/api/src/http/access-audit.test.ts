import { AuthError } from '@naas/auth';
import { createTestAudit } from '@naas/core/testing';
import { AccessAudit } from './access-audit.js';

const request = {
  endpoint: 'POST /v2/send-command',
  requestId: 'r-1',
  permission: 'command:run',
  authorization: undefined,
} as const;
const caller = { method: 'bearer', identity: 'k-1' } as const;

test('auth.success is recorded once a minute per identity', () => {
  const audit = createTestAudit('naas-api');
  let now = 0;
  const access = new AccessAudit(audit, () => now);
  for (const at of [0, 1, 59_999, 60_000, 60_001]) {
    now = at;
    access.recordCaller(caller, request);
  }
  access.recordCaller({ ...caller, identity: 'k-2' }, request);
  expect(audit.of('auth.success').map(({ identity }) => identity)).toEqual(['k-1', 'k-1', 'k-2']);
});

test('a Basic pair, which nobody has checked, is recorded as auth.unverified, with the same fields', () => {
  const audit = createTestAudit('naas-api');
  new AccessAudit(audit).recordCaller({ method: 'basic', identity: 'hash' }, request);
  expect(audit.of('auth.success')).toEqual([]);
  expect(audit.of('auth.unverified')).toMatchObject([
    { method: 'basic', identity: 'hash', request_id: 'r-1' },
  ]);
});

test('the number of remembered identities is bounded', () => {
  const audit = createTestAudit('naas-api');
  const access = new AccessAudit(audit, () => 0);
  for (let number = 0; number <= 10_000; number += 1)
    access.recordCaller({ ...caller, identity: `k-${number}` }, request);
  access.recordCaller({ ...caller, identity: 'k-10000' }, request); // still remembered
  access.recordCaller({ ...caller, identity: 'k-0' }, request); // forgotten
  expect(audit.of('auth.success').length).toBe(10_002);
});

test.each([
  [undefined, 'none'],
  ['', 'none'],
  ['Basic eDp5', 'basic'],
  ['bearer abc', 'bearer'],
  ['hunter2', 'other'],
])('the Authorization header %j is recorded as method %s', (authorization, method) => {
  const audit = createTestAudit('naas-api');
  new AccessAudit(audit).recordFailure(new AuthError('UNAUTHENTICATED', 'No.'), {
    ...request,
    authorization,
  });
  expect(audit.of('auth.failure')).toMatchObject([{ method, reason: 'No.', request_id: 'r-1' }]);
});

test('an outage is not recorded as auth.failure', () => {
  const audit = createTestAudit('naas-api');
  new AccessAudit(audit).recordFailure(new Error('Redis is away'), request);
  expect(audit.lines).toEqual([]);
});
