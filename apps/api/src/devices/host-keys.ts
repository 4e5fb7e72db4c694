import { PinnedHostKeys, type PinnedHostKey, type Redis } from '@naas/core';
import { ApiError } from '../http/api-error.js';
import { deviceOfPath } from './device-of-path.js';
import type { CallerRequest, Response } from '../route.js';
import { selectedContexts } from './selected-contexts.js';
import type { Services } from '../services.js';

const notPinned = (): ApiError =>
  new ApiError(
    'NOT_FOUND',
    'No host key is pinned for this device; see GET /v2/host-keys for those that are.',
  );

async function pinsOf(
  redis: Redis,
  context: string,
): Promise<readonly (PinnedHostKey & { readonly context: string })[]> {
  return (await new PinnedHostKeys(redis, context).list()).map((pin) => ({ context, ...pin }));
}

/** `GET /v2/host-keys` */
export async function listHostKeys(request: CallerRequest, { redis, settings }: Services): Promise<Response> {
  const contexts = selectedContexts(request, settings);
  const pins = await Promise.all(contexts.map((context) => pinsOf(redis, context)));
  return { status: 200, json: { host_keys: pins.flat() } };
}

/**
 * `DELETE /v2/host-keys`: every device is trusted anew at its next login, or refused where the policy is
 * `strict`.
 */
export async function forgetHostKeys(
  request: CallerRequest,
  { redis, settings }: Services,
): Promise<Response> {
  await Promise.all(
    selectedContexts(request, settings).map((context) => new PinnedHostKeys(redis, context).forgetAll()),
  );
  return { status: 204 };
}

/** `GET /v2/host-keys/{context}/{host}/{port}` */
export async function getHostKey(request: CallerRequest, services: Services): Promise<Response> {
  const { context, host, port } = deviceOfPath(request, services);
  const fingerprint = await new PinnedHostKeys(services.redis, context).get(host, port);
  if (fingerprint === undefined) throw notPinned();
  return { status: 200, json: { context, host, port, fingerprint } };
}

/** `DELETE /v2/host-keys/{context}/{host}/{port}` */
export async function forgetHostKey(request: CallerRequest, services: Services): Promise<Response> {
  const { context, host, port } = deviceOfPath(request, services);
  if (!(await new PinnedHostKeys(services.redis, context).forget(host, port))) throw notPinned();
  return { status: 204 };
}
