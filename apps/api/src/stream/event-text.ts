import type { StreamEventName } from '@naas/contract';

/** One event of a stream. */
export interface StreamEvent {
  /**
   * A client that reconnects sends this id as Last-Event-ID. Absent if it should start from the beginning.
   */
  readonly id?: string;
  readonly event: StreamEventName;
  readonly data: object;
}

/** An event in wire format (HTML standard, server-sent events). JSON.stringify() writes no line breaks. */
export function eventText({ id, event, data }: StreamEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
