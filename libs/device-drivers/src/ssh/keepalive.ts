/** A connection whose silence is watched. */
export interface Watched {
  /** Milliseconds between its keepalives. */
  readonly everyMs: number;
  readonly closed: Promise<void>;
  readonly isBusy: () => boolean;
  readonly silentMs: () => number;
  readonly end: () => void;
}

/** So many keepalives without an answer mean that the peer is gone. */
const mostUnanswered = 3;

/**
 * Ends a connection that nobody uses once its peer has left several keepalives unanswered. A command has its
 * own time limit.
 */
export function endWhenSilent({ everyMs, closed, isBusy, silentMs, end }: Watched): void {
  const timer = setInterval(() => {
    if (!isBusy() && silentMs() >= mostUnanswered * everyMs) end();
  }, everyMs);
  timer.unref();
  void closed.then(() => {
    clearInterval(timer);
  });
}
