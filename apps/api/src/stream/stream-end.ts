/** Why a stream ends though there may be more to come. */
export type EndReason = 'gone' | 'stopping' | 'timeout';

/** Watches for what ends a stream. */
export interface StreamEnd {
  /** Null while nothing has. */
  readonly reason: EndReason | null;
  /** Watches no longer. */
  readonly release: () => void;
}

/** Watches for the client's going, the process's stop and the time, and tells `onEnd` of the first. */
export function watchEnd(
  {
    gone,
    stopping,
    timeoutMs,
  }: { readonly gone: AbortSignal; readonly stopping: AbortSignal; readonly timeoutMs: number },
  onEnd: () => void,
): StreamEnd {
  let reason: EndReason | null = null;
  const end = (by: EndReason) => (): void => {
    reason ??= by;
    onEnd();
  };
  const signals = [
    [gone, end('gone')],
    [stopping, end('stopping')],
  ] as const;
  for (const [signal, listener] of signals) {
    signal.addEventListener('abort', listener);
    if (signal.aborted) listener();
  }
  const timer = setTimeout(end('timeout'), timeoutMs);
  return {
    get reason() {
      return reason;
    },
    release: () => {
      clearTimeout(timer);
      for (const [signal, listener] of signals) signal.removeEventListener('abort', listener);
    },
  };
}
