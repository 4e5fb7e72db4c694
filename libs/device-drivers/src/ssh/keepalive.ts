/** A connection that endWhenSilent() watches. */
export interface WatchedConnection {
  /** Milliseconds between keepalives. */
  readonly intervalMs: number;
  readonly closed: Promise<void>;
  readonly isBusy: () => boolean;
  readonly silentMs: () => number;
  readonly end: () => void;
}

/** The peer is considered gone after this many unanswered keepalives. */
const maxUnanswered = 3;

/**
 * Ends an idle connection once its peer has left three keepalives unanswered. Commands have a time limit of
 * their own.
 */
export function endWhenSilent({ intervalMs, closed, isBusy, silentMs, end }: WatchedConnection): void {
  const timer = setInterval(() => {
    if (!isBusy() && silentMs() >= maxUnanswered * intervalMs) end();
  }, intervalMs);
  timer.unref();
  void closed.then(() => {
    clearInterval(timer);
  });
}
