import { setTimeout as timer } from 'node:timers/promises';

/** Waits. Rejects early with the reason of an aborted signal. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await timer(Math.max(0, milliseconds), undefined, { signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}
