import { watchEnds } from '@naas/core';

/** Why a stream ends though there may be more to come. */
export type EndReason = 'gone' | 'stopping' | 'timeout';

/** Watches for what ends a stream. */
export interface StreamEnd {
  /** Null while nothing has. */
  readonly reason: EndReason | null;
  /** Watches no longer. */
  readonly release: () => void;
}

/** Watches for the client's going, the process's stop and the time, and calls `onEnd` at the first. */
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
