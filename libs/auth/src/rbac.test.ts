import { leastRole, may, roles, type Permission } from './rbac.js';

const writes: readonly Permission[] = ['command:run', 'config:run', 'job:cancel'];

test('every role may read jobs', () => {
  expect(roles.filter((role) => may(role, 'job:read'))).toEqual(['viewer', 'operator', 'admin']);
});

test.each(writes)('a viewer has no %s, an operator and an admin have', (permission) => {
  expect(roles.filter((role) => may(role, permission))).toEqual(['operator', 'admin']);
});

test('the least role of a permission is the first that has it', () => {
  expect(leastRole('job:read')).toBe('viewer');
  expect(leastRole('config:run')).toBe('operator');
});
