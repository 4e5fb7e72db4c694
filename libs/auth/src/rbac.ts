/** What a caller may do. */
export type Permission = 'job:read' | 'job:cancel' | 'command:run' | 'config:run';

/** The roles, least first. */
export const roles = ['viewer', 'operator', 'admin'] as const;

/** Role of a caller. */
export type Role = (typeof roles)[number];

const viewer: readonly Permission[] = ['job:read'];
const operator: readonly Permission[] = [...viewer, 'job:cancel', 'command:run', 'config:run'];
const admin: readonly Permission[] = operator;

const permissions: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  viewer: new Set(viewer),
  operator: new Set(operator),
  admin: new Set(admin),
};

/** Whether a role has a permission. */
export function may(role: Role, permission: Permission): boolean {
  return permissions[role].has(permission);
}

/** The least role that has a permission. */
export function leastRole(permission: Permission): Role {
  return roles.find((role) => may(role, permission)) ?? 'admin';
}
