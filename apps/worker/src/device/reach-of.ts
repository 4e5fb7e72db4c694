import { jobErrorRow } from '@naas/contract';
import type { JobRequest, Reach } from '@naas/core';
import type { DriverError } from '@naas/device-drivers';
import { jobCodeOf } from '../run/job-code.js';

/**
 * The service's own patience with a device, in milliseconds: the default of conn_timeout. A caller who waits
 * for less says nothing about the device.
 */
const ownPatienceMs = 10_000;

/**
 * What an error says of its device, for circuits and lockouts. Only failures before authentication count, at
 * the service's own patience or by the device's refusal; after it the device was reached, whatever went
 * wrong, such as a wrong platform or a connection that was dropped.
 */
export function reachOf(
  { code, isAuthenticated }: Pick<DriverError, 'code' | 'isAuthenticated'>,
  { connTimeoutMs }: Pick<JobRequest, 'connTimeoutMs'>,
): Reach {
  const { device } = jobErrorRow(jobCodeOf[code]);
  if (device === null) return 'unknown';
  if (device !== 'unreached' || isAuthenticated) return 'reached';
  return code === 'CONNECTION_TIMEOUT' && connTimeoutMs < ownPatienceMs ? 'unknown' : 'unreached';
}
