import type { JobErrorCode } from '@naas/contract';
import type { DriverErrorCode } from '@naas/device-drivers';

/**
 * The job error of each driver error: the same name, except for errors that only a defect in NAAS can cause
 * here.
 */
export const jobCodeOf: Readonly<Record<DriverErrorCode, JobErrorCode>> = {
  CONNECTION_TIMEOUT: 'CONNECTION_TIMEOUT',
  CONNECTION_REFUSED: 'CONNECTION_REFUSED',
  HOST_NOT_FOUND: 'HOST_NOT_FOUND',
  CONNECTION_LOST: 'CONNECTION_LOST',
  AUTH_FAILURE: 'AUTH_FAILURE',
  PASSWORD_EXPIRED: 'PASSWORD_EXPIRED',
  HOST_KEY_MISMATCH: 'HOST_KEY_MISMATCH',
  SSH_ERROR: 'SSH_ERROR',
  ENABLE_FAILED: 'ENABLE_FAILED',
  READ_TIMEOUT: 'READ_TIMEOUT',
  CONFIG_REJECTED: 'CONFIG_REJECTED',
  OUTPUT_TOO_LARGE: 'OUTPUT_TOO_LARGE',
  UNSUPPORTED: 'UNKNOWN',
  ABORTED: 'UNKNOWN',
};
