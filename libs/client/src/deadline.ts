/** What ends an operation early. */
export interface Deadline {
  /** Default: no limit. */
  readonly timeout?: { readonly milliseconds: number; readonly error: () => Error };
  /** Signals of the callers; the operation rejects with their reason. */
  readonly signals: readonly (AbortSignal | undefined)[];
}

/**
 * Runs an operation with a signal that aborts at the deadline, and leaves no timer or listener behind. Uses
 * its own timer, because AbortSignal.timeout does not keep a process alive.
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
