/** The code of an error of the operating system, such as ENOENT or EADDRINUSE; '' for any other error. */
export function systemErrorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}
