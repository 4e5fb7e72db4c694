import { isRedisUnavailable, keys } from '@naas/core';
import type { Services } from '../services.js';
import { Bell } from './bell.js';
import { eventText } from './event-text.js';
import { watchEnd } from './stream-end.js';

/** What a stream shows. */
export interface StreamSource {
  /** Whose words wake it: a job's id, or `batch:` and a batch's. */
  readonly subject: string;
  /** What the event `timeout` says. */
  readonly onTimeout: object;
  /**
   * Gives what is new since the last time, as it goes over the wire; returns whether there is no more to
   * come.
   */
  read(): AsyncGenerator<string, boolean, undefined>;
}

/** What following a source takes. */
export type FollowTools = Pick<Services, 'subscriptions' | 'stopping' | 'settings'>;

/** While Redis is away, it is asked again this often, in milliseconds. */
const askAgainMs = 1000;

/**
 * The events of a source, until its end, SSE_TIMEOUT, the process's stop or the client's going. It listens
 * first and reads then, reads once a wake-up, and once more when the subscription was lost and is there
 * again: so nothing is missed, whatever the order.
 */
export async function* follow(
  source: StreamSource,
  gone: AbortSignal,
  { subscriptions, stopping, settings }: FollowTools,
): AsyncGenerator<string, void, undefined> {
  const bell = new Bell();
  const end = watchEnd({ gone, stopping, timeoutMs: settings.SSE_TIMEOUT * 1000 }, bell.ring);
  const release = [end.release, subscriptions.onRestored(bell.ring)];
  const listens = { isOn: false };
  const listening = subscriptions.listen(keys.wake(source.subject), bell.ring);
  const listened = listening.then(() => {
    listens.isOn = true;
    bell.ring();
  });
  listened.catch(bell.ring); // not before the connection is ended for good, at a stop
  try {
    for (;;) {
      await bell.heard();
      if (end.reason !== null) break;
      if (listens.isOn && (yield* readThrough(source, () => release.push(ringLater(bell))))) return;
    }
    if (end.reason === 'timeout') yield eventText({ event: 'timeout', data: source.onTimeout });
  } finally {
    for (const one of release) one();
    void listening.then(
      (unlisten) => unlisten(),
      () => undefined,
    );
  }
}

/** Rings after a while; returns what prevents it. */
function ringLater(bell: Bell): () => void {
  const timer = setTimeout(bell.ring, askAgainMs);
  return () => clearTimeout(timer);
}

/**
 * Reads a source; a Redis that is away only makes it `onAway`, and the next read takes up where this one
 * ended.
 */
async function* readThrough(
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
