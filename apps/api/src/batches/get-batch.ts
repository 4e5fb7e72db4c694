import { batchStatusOf } from './batch-status.js';
import { batchIdOf, findBatch } from './find-batch.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `GET /v2/batches/{batch_id}` */
export async function getBatch(request: CallerRequest, services: Services): Promise<Response> {
  return { status: 200, json: batchStatusOf(batchIdOf(request), await findBatch(request, services)) };
}
