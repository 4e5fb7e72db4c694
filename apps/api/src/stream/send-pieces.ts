import type { ServerResponse } from 'node:http';

/** How long a client may accept no data before it is disconnected, in milliseconds. */
export interface StuckTimes {
  /** Default: 30,000. */
  readonly stuckMs: number;
  /** The same, once the process is stopping. Default: 1000. */
  readonly stopMs: number;
}

export const defaultStuckTimes: StuckTimes = { stuckMs: 30_000, stopMs: 1000 };

/** Options of sendPieces(). */
export interface SendOptions {
  readonly stopping: AbortSignal;
  readonly times?: StuckTimes;
}

/** Disconnects a client that accepts no data within the limit; returns the function that cancels this. */
function disconnectWhenStuck(
  to: ServerResponse,
  { stopping, times: { stuckMs, stopMs } = defaultStuckTimes }: SendOptions,
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
function drained(to: ServerResponse, options: SendOptions): Promise<void> {
  return new Promise((resolve) => {
    const release = disconnectWhenStuck(to, options);
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
 * Sends a body in pieces, each made only after the client has accepted the ones before. If the pieces fail, it
 * closes the connection, so that the client does not see a proper end, and rejects.
 */
export async function sendPieces(
  to: ServerResponse,
  pieces: AsyncIterable<string | Uint8Array>,
  options: SendOptions,
): Promise<void> {
  try {
    for await (const piece of pieces) {
      if (piece.length > 0 && !to.write(piece)) await drained(to, options);
      if (to.closed) return;
    }
    if (to.closed) return;
    to.once('close', disconnectWhenStuck(to, options));
    to.end();
  } catch (error) {
    to.destroy();
    throw error;
  }
}

/** Sends a body that is in memory. A client that accepts none of it for 30 seconds is disconnected. */
export function sendText(to: ServerResponse, text: string | undefined): void {
  to.end(text);
  // Not all of it fitted into the kernel's buffer. Node.js counts from the last time that some of it did.
  if (to.writableLength > 0) to.setTimeout(defaultStuckTimes.stuckMs);
}
