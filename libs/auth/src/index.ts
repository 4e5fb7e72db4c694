export { AuthError } from './auth-error.js';
export type { AuthErrorCode } from './auth-error.js';
export { parseBasic } from './basic.js';
export type { BasicCredentials } from './basic.js';
export { basicPrincipal, owns } from './principal.js';
export type { Principal } from './principal.js';
export { leastRole, may, permissions, roles } from './rbac.js';
export type { Permission, Role } from './rbac.js';
