/** The code of a system's error, such as ENOENT or EADDRINUSE; '' for anything else. */
export function systemErrorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}
