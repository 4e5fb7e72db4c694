import type { StreamEventName } from '@naas/contract';

/** One event of a stream. */
export interface StreamEvent {
  /** What a client that comes back gives as Last-Event-ID; none where it starts anew anyway. */
  readonly id?: string;
  readonly event: StreamEventName;
  readonly data: object;
}

/**
 * An event as it goes over the wire (HTML standard, server-sent events). JSON has no line breaks of its own.
 */
export function eventText({ id, event, data }: StreamEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
