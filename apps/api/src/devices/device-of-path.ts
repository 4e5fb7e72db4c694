import { canonicalHost, isDeviceHost } from '../body/host.js';
import type { Device } from '@naas/core';
import { checkContext } from './check-context.js';
import { ApiError } from '../http/api-error.js';
import type { CallerRequest } from '../route.js';
import type { Services } from '../services.js';

/**
 * Parses the device in a path `…/:context/:host/:port`. Colons of an IPv6 address may be percent-encoded.
 * @throws ApiError INVALID_REQUEST, UNKNOWN_CONTEXT or CONTEXT_FORBIDDEN.
 */
export function deviceOfPath(
  { params, principal }: Pick<CallerRequest, 'params' | 'principal'>,
  { settings }: Pick<Services, 'settings'>,
): Device {
  const { context = '', host = '', port = '' } = params;
  if (!isDeviceHost(host)) {
    throw new ApiError(
      'INVALID_REQUEST',
      'The host in the path must be an IPv4 or IPv6 address, or a host name.',
    );
  }
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65_535)
    throw new ApiError('INVALID_REQUEST', 'The port in the path must be a whole number from 1 to 65535.');
  checkContext(context, principal, settings);
  return { context, host: canonicalHost(host), port: Number(port) };
}
