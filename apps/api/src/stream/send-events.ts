import type { ServerResponse } from 'node:http';
import { defaultStuckTimes, sendPieces, type StuckTimes } from './send-pieces.js';

/** Timing of sendEvents(), in milliseconds. */
export interface SendTimes extends StuckTimes {
  /** Interval of comments, which keep proxies from closing a quiet stream. Default: 15,000. */
  readonly commentMs: number;
}

const defaultTimes: SendTimes = { commentMs: 15_000, ...defaultStuckTimes };

/**
 * Sends events as they come, each only after the client has accepted the ones before. If the events fail, it
 * closes the connection and rejects; the client can reconnect for the rest.
 */
export async function sendEvents(
  to: ServerResponse,
  events: AsyncIterable<string>,
  { stopping, times = defaultTimes }: { readonly stopping: AbortSignal; readonly times?: SendTimes },
): Promise<void> {
  to.flushHeaders();
  const comments = setInterval(() => void (to.writableNeedDrain || to.write(':\n\n')), times.commentMs);
  try {
    await sendPieces(to, events, { stopping, times });
  } finally {
    clearInterval(comments);
  }
}
