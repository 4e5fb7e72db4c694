import type { DeviceReach } from '@naas/core';
import { ApiError } from '../http/api-error.js';

/**
 * Refuses a device that DEVICE_ALLOW and DEVICE_DENY close; a name whose address decides is checked again by
 * the worker, which resolves it.
 * @throws ApiError DEVICE_FORBIDDEN
 */
export function checkReach(host: string, reach: DeviceReach): void {
  if (reach.mayReach(host, null)) return;
  throw new ApiError(
    'DEVICE_FORBIDDEN',
    `Jobs may not reach ${host}; ask the operator of this service if they should (DEVICE_ALLOW, DEVICE_DENY).`,
  );
}
