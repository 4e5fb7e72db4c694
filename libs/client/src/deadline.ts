/** What ends a piece of work early. */
export interface Deadline {
  /** Absent: no limit. */
  readonly timeout?: { readonly milliseconds: number; readonly error: () => Error };
  /** Callers' signals; the work ends with their reason. */
  readonly signals: readonly (AbortSignal | undefined)[];
}

/**
 * Runs with a signal that fires at the deadline, and leaves no timer or listener behind.
 * Its own timer, because AbortSignal.timeout does not keep a process alive.
 */
export async function withDeadline<Result>(
  deadline: Deadline,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const { signal } = controller;
  const { timeout } = deadline;
  const timer = timeout && setTimeout(() => controller.abort(timeout.error()), timeout.milliseconds);
  const unlink = deadline.signals.map((outer) => follow(outer, controller));
  try {
    signal.throwIfAborted();
    return await run(signal);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    for (const remove of unlink) remove();
  }
}

function follow(outer: AbortSignal | undefined, controller: AbortController): () => void {
  const abort = () => controller.abort(outer?.reason);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort, { once: true });
  return () => outer?.removeEventListener('abort', abort);
}
