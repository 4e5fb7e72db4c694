import { isRedisUnavailable, keys } from '@naas/core';
import type { Services } from '../services.js';
import { eventText } from './event-text.js';
import { watchEnd } from './stream-end.js';
import { WakeSignal } from './wake-signal.js';

/** The source of an event stream. */
export interface StreamSource {
  /** Subject of the wake channel: a job id, or `batch:` and a batch id. */
  readonly subject: string;
  /** Data of the event `timeout`. */
  readonly onTimeout: object;
  /** Yields the events since the last call, in wire format. Returns whether the stream is complete. */
  read(): AsyncGenerator<string, boolean, undefined>;
}

/** Services that follow() needs. */
export type FollowServices = Pick<Services, 'subscriptions' | 'stopping' | 'settings'>;

/** Interval of attempts to read while Redis is away, in milliseconds. */
const retryIntervalMs = 1000;

/**
 * Yields the events of a source until it is complete, SSE_TIMEOUT is over, the process stops or the client
 * disconnects. It subscribes before it reads, reads once per wake-up, and reads again whenever a lost
 * subscription is restored, so it misses no event.
 */
export async function* follow(
  source: StreamSource,
  gone: AbortSignal,
  { subscriptions, stopping, settings }: FollowServices,
): AsyncGenerator<string, void, undefined> {
  const wakeSignal = new WakeSignal();
  const end = watchEnd({ gone, stopping, timeoutMs: settings.SSE_TIMEOUT * 1000 }, wakeSignal.notify);
  const cleanups = [end.release, subscriptions.onRestored(wakeSignal.notify)];
  const state = { isSubscribed: false };
  const subscription = subscriptions.listen(keys.wake(source.subject), wakeSignal.notify);
  const subscribed = subscription.then(() => {
    state.isSubscribed = true;
    wakeSignal.notify();
  });
  // Rejects only when the connection is closed for good, at a stop of the process.
  subscribed.catch(wakeSignal.notify);
  try {
    for (;;) {
      await wakeSignal.wait();
      if (end.reason !== null) break;
      const retry = (): void => void cleanups.push(notifyLater(wakeSignal));
      if (state.isSubscribed && (yield* readSource(source, retry))) return;
    }
    if (end.reason === 'timeout') yield eventText({ event: 'timeout', data: source.onTimeout });
  } finally {
    for (const cleanUp of cleanups) cleanUp();
    void subscription.then(
      (unsubscribe) => unsubscribe(),
      () => undefined,
    );
  }
}

/** Notifies after retryIntervalMs; returns the function that cancels this. */
function notifyLater(wakeSignal: WakeSignal): () => void {
  const timer = setTimeout(wakeSignal.notify, retryIntervalMs);
  return () => clearTimeout(timer);
}

/**
 * Reads a source. If Redis is away, it calls `onAway` instead of failing; the next read continues from there.
 */
async function* readSource(
  { read }: Pick<StreamSource, 'read'>,
  onAway: () => void,
): AsyncGenerator<string, boolean, undefined> {
  try {
    return yield* read();
  } catch (error) {
    if (!isRedisUnavailable(error)) throw error;
    onAway();
    return false;
  }
}
