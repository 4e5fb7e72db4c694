import { roles } from '@naas/contract';
import { requiredRole, may, permissions, type Permission } from './rbac.js';

/** The roles of the contract, repeated here so that every change of the permission table fails a test. */
const contract: Readonly<Record<Permission, readonly string[]>> = {
  'job:read': ['viewer', 'operator', 'admin'],
  'job:list': ['viewer', 'operator', 'admin'],
  'job:list-failed': ['operator', 'admin'],
  'job:cancel': ['operator', 'admin'],
  'job:replay': ['operator', 'admin'],
  'command:run': ['operator', 'admin'],
  'config:run': ['operator', 'admin'],
  'batch:read': ['viewer', 'operator', 'admin'],
  'batch:cancel': ['operator', 'admin'],
  'context:read': ['viewer', 'operator', 'admin'],
  'platform:read': ['viewer', 'operator', 'admin'],
  'worker:read': ['operator', 'admin'],
  'key:manage': ['admin'],
  'circuit:manage': ['admin'],
  'host-key:manage': ['admin'],
};

const all = Object.keys(permissions) as readonly Permission[]; // Object.keys() loses the type of the keys

test.each(all)('%s has the roles of the contract', (permission) => {
  expect(roles.filter((role) => may(role, permission))).toEqual(contract[permission]);
});

test.each(all)('the required role of %s is the lowest that has it', (permission) => {
  expect(requiredRole(permission)).toBe(contract[permission][0]);
});
