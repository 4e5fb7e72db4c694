/** The roles, from the fewest permissions to the most. */
export const roles = ['viewer', 'operator', 'admin'] as const;

/** Role of a caller. */
export type Role = (typeof roles)[number];
