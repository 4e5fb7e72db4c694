import { watchEnds } from '@naas/core';

/** Why a stream ends before it is complete. */
export type EndReason = 'gone' | 'stopping' | 'timeout';

/** The watched end of a stream. */
export interface StreamEnd {
  /** Null until the stream must end. */
  readonly reason: EndReason | null;
  /** Stops watching. */
  readonly release: () => void;
}

/**
 * Calls `onEnd` once, when the client disconnects, the process stops or the time is up, whichever is first.
 */
export function watchEnd(
  {
    gone,
    stopping,
    timeoutMs,
  }: { readonly gone: AbortSignal; readonly stopping: AbortSignal; readonly timeoutMs: number },
  onEnd: () => void,
): StreamEnd {
  let reason: EndReason | null = null;
  const release = watchEnds({ signals: { gone, stopping }, timeoutMs }, (by) => {
    reason = by;
    onEnd();
  });
  return {
    get reason() {
      return reason;
    },
    release,
  };
}
