import {
  forgetHostKey as forget,
  forgetHostKeys as forgetAll,
  listHostKeys as readHostKeys,
  readHostKey,
} from '@naas/core';
import { ApiError } from '../http/api-error.js';
import { deviceOfPath } from './device-of-path.js';
import type { CallerRequest, Response } from '../route.js';
import { selectedContexts } from './selected-contexts.js';
import type { Services } from '../services.js';

const notPinned = (): ApiError =>
  new ApiError(
    'NOT_FOUND',
    'No host key is pinned for this device; see GET /v2/host-keys for the pinned ones.',
  );

const notOurs = (): ApiError =>
  new ApiError(
    'NOT_FOUND',
    'What is pinned for this device was not written by NAAS with a key of NAAS_ENCRYPTION_KEY, so jobs refuse the ' +
      'device. Find out who can write to Redis, then remove the pin with DELETE.',
  );

/** `GET /v2/host-keys` */
export async function listHostKeys(request: CallerRequest, services: Services): Promise<Response> {
  const contexts = selectedContexts(request, services.settings);
  const pins = await Promise.all(contexts.map((context) => readHostKeys(services, context)));
  return { status: 200, json: { host_keys: pins.flat() } };
}

/**
 * `DELETE /v2/host-keys`: forgets the pinned host keys. The key that a device shows at its next login is
 * pinned; with HOST_KEY_POLICY `strict`, the device is refused instead.
 */
export async function forgetHostKeys(
  request: CallerRequest,
  { redis, settings }: Services,
): Promise<Response> {
  await Promise.all(selectedContexts(request, settings).map((context) => forgetAll(redis, context)));
  return { status: 204 };
}

/** `GET /v2/host-keys/{context}/{host}/{port}` */
export async function getHostKey(request: CallerRequest, services: Services): Promise<Response> {
  const device = deviceOfPath(request, services);
  const pin = await readHostKey(services, device);
  if (!pin) throw notPinned();
  if (!pin.isTrusted) throw notOurs();
  return { status: 200, json: { ...device, fingerprint: pin.fingerprint } };
}

/** `DELETE /v2/host-keys/{context}/{host}/{port}` */
export async function forgetHostKey(request: CallerRequest, services: Services): Promise<Response> {
  if (!(await forget(services.redis, deviceOfPath(request, services)))) throw notPinned();
  return { status: 204 };
}
