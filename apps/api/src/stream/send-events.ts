import type { ServerResponse } from 'node:http';

/** Times of sending, in milliseconds. */
export interface SendTimes {
  /** Between two comments, which keep proxies from closing a quiet stream. */
  readonly commentMs: number;
  /** How long a client may take nothing before it is cut off. */
  readonly stuckMs: number;
  /** The same, once the process is to stop. */
  readonly stopMs: number;
}

const standardTimes: SendTimes = { commentMs: 15_000, stuckMs: 30_000, stopMs: 1000 };

/** Cuts a client off that takes nothing: what waits for it in memory is bounded, and so must be the time. */
function cutOffWhenStuck(
  to: ServerResponse,
  stopping: AbortSignal,
  { stuckMs, stopMs }: SendTimes,
): () => void {
  let timer = setTimeout(() => to.destroy(), stopping.aborted ? stopMs : stuckMs);
  const hurry = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => to.destroy(), stopMs);
  };
  stopping.addEventListener('abort', hurry);
  return () => {
    clearTimeout(timer);
    stopping.removeEventListener('abort', hurry);
  };
}

/** Resolves when the client has taken what was written, or is gone. */
function taken(to: ServerResponse, stopping: AbortSignal, times: SendTimes): Promise<void> {
  return new Promise((resolve) => {
    const release = cutOffWhenStuck(to, stopping, times);
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
 * Sends events as they come, each only when the client has taken the ones before. Rejects, with the
 * connection cut, when the events fail; the client can come back for the rest.
 */
export async function sendEvents(
  to: ServerResponse,
  events: AsyncIterable<string>,
  { stopping, times = standardTimes }: { readonly stopping: AbortSignal; readonly times?: SendTimes },
): Promise<void> {
  to.flushHeaders();
  const comments = setInterval(() => void (to.writableNeedDrain || to.write(':\n\n')), times.commentMs);
  try {
    for await (const text of events) {
      if (text !== '' && !to.write(text)) await taken(to, stopping, times);
      if (to.closed) break;
    }
    if (to.closed) return;
    to.once('close', cutOffWhenStuck(to, stopping, times));
    to.end();
  } catch (error) {
    to.destroy();
    throw error;
  } finally {
    clearInterval(comments);
  }
}
