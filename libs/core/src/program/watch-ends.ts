/** What may end a wait: signals by name, and a time limit. */
export interface Ends<Name extends string> {
  readonly signals?: Readonly<Record<Name, AbortSignal | undefined>>;
  /** Milliseconds. Default: none. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Calls `onEnd` once, with the name of the first signal that is aborted, or 'timeout'; never before this
 * function has returned. Returns a function that stops watching. No listener is left behind:
 * `AbortSignal.any` would keep one for each call on a signal that lives as long as the process (Node 20).
 */
export function watchEnds<Name extends string>(
  { signals, timeoutMs }: Ends<Name>,
  onEnd: (by: Name | 'timeout') => void,
): () => void {
  const releases: (() => void)[] = [];
  let isWatching = true;
  const stop = (): void => {
    isWatching = false;
    for (const release of releases) release();
  };
  const end = (by: Name | 'timeout'): void => {
    if (!isWatching) return;
    stop();
    onEnd(by);
  };
  for (const [name, signal] of Object.entries(signals ?? {}) as [Name, AbortSignal | undefined][]) {
    if (!signal) continue;
    const onAbort = (): void => end(name);
    signal.addEventListener('abort', onAbort);
    releases.push(() => signal.removeEventListener('abort', onAbort));
    if (signal.aborted) queueMicrotask(onAbort);
  }
  if (timeoutMs !== undefined) {
    const timer = setTimeout(end, timeoutMs, 'timeout');
    releases.push(() => clearTimeout(timer));
  }
  return stop;
}
