import type { AuditEvent } from '@naas/contract';
import { createAudit, type Audit } from '../program/audit.js';

/** One parsed line of an audit trail. */
export type AuditLine = Readonly<Record<string, unknown>> & { readonly event_type: AuditEvent };

/** An audit trail in memory. */
export interface TestAudit extends Audit {
  readonly lines: readonly AuditLine[];
  /** The lines of one event. */
  of(event: AuditEvent): readonly AuditLine[];
  /** Resolves to the first line of an event, once there is one. */
  recorded(event: AuditEvent): Promise<AuditLine>;
}

/** Creates an audit trail that is kept in memory and not printed. */
export function createTestAudit(program: string): TestAudit {
  const lines: AuditLine[] = [];
  const waiting = new Set<() => void>();
  const audit = createAudit({
    program,
    write: (line) => {
      lines.push(JSON.parse(line) as AuditLine); // as createAudit writes it
      for (const wake of [...waiting]) wake();
    },
  });
  const of = (event: AuditEvent): readonly AuditLine[] => lines.filter((line) => line.event_type === event);
  const recorded = async (event: AuditEvent): Promise<AuditLine> => {
    for (;;) {
      const [line] = of(event);
      if (line) return line;
      await new Promise<void>((resolve) => waiting.add(resolve));
      waiting.clear();
    }
  };
  return { ...audit, lines, of, recorded };
}
