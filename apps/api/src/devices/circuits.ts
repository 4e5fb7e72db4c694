import { listCircuits as readCircuits, readCircuit, resetCircuits as reset, type Circuit } from '@naas/core';
import { ApiError } from '../http/api-error.js';
import { deviceOfPath } from './device-of-path.js';
import type { CallerRequest, Response } from '../route.js';
import { selectedContexts } from './selected-contexts.js';
import type { Services } from '../services.js';

const noCircuit = (): ApiError =>
  new ApiError(
    'NOT_FOUND',
    'This device has no circuit, because it has not failed recently; see GET /v2/circuits for devices that have one.',
  );

const jsonOf = ({ context, host, port, state, failures, openedAt, retryAt }: Circuit) => ({
  context,
  host,
  port,
  state,
  failures,
  opened_at: openedAt?.toISOString() ?? null,
  retry_at: retryAt?.toISOString() ?? null,
});

/** `GET /v2/circuits` */
export async function listCircuits(request: CallerRequest, { redis, settings }: Services): Promise<Response> {
  const circuits = await readCircuits(redis, selectedContexts(request, settings), Date.now());
  return { status: 200, json: { circuits: circuits.map(jsonOf) } };
}

/** `DELETE /v2/circuits`: resets the circuits, so that jobs may try the devices again at once. */
export async function resetCircuits(
  request: CallerRequest,
  { redis, settings }: Services,
): Promise<Response> {
  await reset(redis, await readCircuits(redis, selectedContexts(request, settings), Date.now()));
  return { status: 204 };
}

/** `GET /v2/circuits/{context}/{host}/{port}` */
export async function getCircuit(request: CallerRequest, services: Services): Promise<Response> {
  const circuit = await readCircuit(services.redis, deviceOfPath(request, services), Date.now());
  if (!circuit) throw noCircuit();
  return { status: 200, json: jsonOf(circuit) };
}

/** `DELETE /v2/circuits/{context}/{host}/{port}` */
export async function resetCircuit(request: CallerRequest, services: Services): Promise<Response> {
  if ((await reset(services.redis, [deviceOfPath(request, services)])) === 0) throw noCircuit();
  return { status: 204 };
}
