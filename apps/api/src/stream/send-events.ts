import type { ServerResponse } from 'node:http';

/** Timing of sendEvents(), in milliseconds. */
export interface SendTimes {
  /** Interval of comments, which keep proxies from closing a quiet stream. Default: 15,000. */
  readonly commentMs: number;
  /** How long a client may accept no data before it is disconnected. Default: 30,000. */
  readonly stuckMs: number;
  /** The same, once the process is stopping. Default: 1000. */
  readonly stopMs: number;
}

const defaultTimes: SendTimes = { commentMs: 15_000, stuckMs: 30_000, stopMs: 1000 };

/** Disconnects a client that accepts no data within the limit; returns the function that cancels this. */
function disconnectWhenStuck(
  to: ServerResponse,
  stopping: AbortSignal,
  { stuckMs, stopMs }: SendTimes,
): () => void {
  let timer = setTimeout(() => to.destroy(), stopping.aborted ? stopMs : stuckMs);
  const useStopLimit = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => to.destroy(), stopMs);
  };
  stopping.addEventListener('abort', useStopLimit);
  return () => {
    clearTimeout(timer);
    stopping.removeEventListener('abort', useStopLimit);
  };
}

/** Resolves when the written data has been accepted by the client, or the client has disconnected. */
function drained(to: ServerResponse, stopping: AbortSignal, times: SendTimes): Promise<void> {
  return new Promise((resolve) => {
    const release = disconnectWhenStuck(to, stopping, times);
    const done = (): void => {
      release();
      to.off('drain', done);
      to.off('close', done);
      resolve();
    };
    to.on('drain', done);
    to.on('close', done);
    if (to.closed) done();
  });
}

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
    for await (const text of events) {
      if (text !== '' && !to.write(text)) await drained(to, stopping, times);
      if (to.closed) break;
    }
    if (to.closed) return;
    to.once('close', disconnectWhenStuck(to, stopping, times));
    to.end();
  } catch (error) {
    to.destroy();
    throw error;
  } finally {
    clearInterval(comments);
  }
}
