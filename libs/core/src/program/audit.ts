import type { AuditEvent, AuditFields } from '@naas/contract';

/** Writes audit events. */
export interface Audit {
  /** Writes one event. Never throws. */
  record<Event extends AuditEvent>(event: Event, fields: AuditFields<Event>): void;
}

/** What an Audit is made of. */
export interface AuditOptions {
  /** Name of the program that writes. */
  readonly program: string;
  /** Takes a line with its line break; standard output when absent. */
  readonly write?: (line: string) => void;
  /** Milliseconds since 1970; the clock when absent. */
  readonly now?: () => number;
}

/**
 * The audit trail of one program: one JSON line an event, apart from the ordinary log. It has no level and no
 * other format, so that no setting of the log can silence it; `audit: true` tells its lines from those of the
 * log.
 */
export function createAudit({
  program,
  write = (line) => void process.stdout.write(line),
  now = Date.now,
}: AuditOptions): Audit {
  return {
    record: (event, fields) =>
      write(
        `${JSON.stringify({ audit: true, timestamp: new Date(now()).toISOString(), program, event_type: event, ...fields })}\n`,
      ),
  };
}
