import { batchIdOf, findBatch } from './find-batch.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';
import { batchSource } from '../stream/batch-source.js';
import { eventStream } from '../stream/event-stream.js';

/** `GET /v2/batches/{batch_id}/stream` */
export async function streamBatch(request: CallerRequest, services: Services): Promise<Response> {
  await findBatch(request, services);
  return eventStream(batchSource(batchIdOf(request), services), request, services);
}
