import { setTimeout as timer } from 'node:timers/promises';

/** Waits; ends early with the signal's reason. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await timer(Math.max(0, milliseconds), undefined, { signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}
