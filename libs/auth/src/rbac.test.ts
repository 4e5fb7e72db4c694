import { roles } from '@naas/contract';
import { leastRole, may, permissions, type Permission } from './rbac.js';

/** The roles of the contract, written once more so that no change of the table goes unseen. */
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

const all = Object.keys(permissions) as readonly Permission[]; // Object.keys forgets the keys' type

test.each(all)('%s is for the roles of the contract', (permission) => {
  expect(roles.filter((role) => may(role, permission))).toEqual(contract[permission]);
});

test.each(all)('the least role of %s is the first that has it', (permission) => {
  expect(leastRole(permission)).toBe(contract[permission][0]);
});
