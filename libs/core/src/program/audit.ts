import type { AuditEvent, AuditFields } from '@naas/contract';

/** Writes audit events. */
export interface Audit {
  /** Writes one event. Never throws. */
  record<Event extends AuditEvent>(event: Event, fields: AuditFields<Event>): void;
}

/** How an Audit writes. */
export interface AuditOptions {
  /** Name of the program. */
  readonly program: string;
  /** Takes a line with its line break. Default: standard output. */
  readonly write?: (line: string) => void;
  /** Milliseconds since 1970. Default: the system clock. */
  readonly now?: () => number;
}

/**
 * The audit trail of one program: one JSON line for each event, apart from the ordinary log. It has no level
 * and no other format, so that no setting of the log can silence it; `audit: true` distinguishes its lines
 * from those of the log.
 */
export function createAudit({
  program,
  write = (line) => void process.stdout.write(line),
  now = Date.now,
}: AuditOptions): Audit {
  return {
    record: (event, fields) => {
      const timestamp = new Date(now()).toISOString();
      write(`${JSON.stringify({ audit: true, timestamp, program, event_type: event, ...fields })}\n`);
    },
  };
}
