import type { PublicRequest, Response } from '../route.js';
import type { Services } from '../services.js';
import { follow, type StreamSource } from './follow.js';

const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache',
  'X-Accel-Buffering': 'no',
} as const;

/** The events until the signal aborts, which a source that still has much to read would notice too late. */
async function* until(
  gone: AbortSignal,
  events: AsyncIterable<string>,
): AsyncGenerator<string, void, undefined> {
  for await (const text of events) {
    if (gone.aborted) return;
    yield text;
  }
}

/**
 * Makes the response that streams the events of a source.
 * @throws ApiError TOO_MANY_STREAMS
 */
export function eventStream(source: StreamSource, request: PublicRequest, services: Services): Response {
  const gone = request.gone();
  services.streams.take(gone);
  return { status: 200, headers, events: until(gone, follow(source, gone, services)) };
}
