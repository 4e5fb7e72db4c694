/** The roles, least first. */
export const roles = ['viewer', 'operator', 'admin'] as const;

/** Role of a caller. */
export type Role = (typeof roles)[number];
