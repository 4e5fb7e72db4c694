import { roles, type Role } from '@naas/contract';

/** All permissions, each with the lowest role that has it; higher roles have it too. */
export const permissions = {
  'job:read': 'viewer',
  'job:list': 'viewer',
  'job:list-failed': 'operator',
  'job:cancel': 'operator',
  'job:replay': 'operator',
  'command:run': 'operator',
  'config:run': 'operator',
  'batch:read': 'viewer',
  'batch:cancel': 'operator',
  'context:read': 'viewer',
  'platform:read': 'viewer',
  'worker:read': 'operator',
  'key:manage': 'admin',
  'circuit:manage': 'admin',
  'host-key:manage': 'admin',
} as const satisfies Readonly<Record<string, Role>>;

/** A permission, as routes require it. */
export type Permission = keyof typeof permissions;

/** Whether a role has a permission. */
export function may(role: Role, permission: Permission): boolean {
  return roles.indexOf(role) >= roles.indexOf(permissions[permission]);
}

/** The lowest role that has a permission. */
export function requiredRole(permission: Permission): Role {
  return permissions[permission];
}
