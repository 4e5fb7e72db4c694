import { hasEnded } from '@naas/contract';
import type { JobEvent } from '@naas/core';
import { eventText } from './event-text.js';
import type { StreamSource } from './follow.js';
import type { JobReads } from './job-reads.js';

const isEnd = (event: JobEvent): boolean => event.type === 'status' && hasEnded(event.status);

/**
 * The events for a new client: the current status, the latest `connected` and all outputs so far. The status
 * gets the id of the first event, so that a client that reconnects with that id gets everything after it.
 */
function catchUp(events: readonly JobEvent[]): readonly JobEvent[] {
  const [first] = events;
  const status = events.findLast((event) => event.type === 'status');
  const connected = events.findLast((event) => event.type === 'connected');
  return first && status
    ? [
        { ...status, id: first.id },
        ...events.filter((event) => event === connected || event.type === 'output'),
      ]
    : events;
}

/** Streams one job, from the event after the one with the id `lastId`; null: from the current status. */
export function jobSource(jobId: string, lastId: string | null, reads: JobReads): StreamSource {
  let last = lastId;
  let isEnded: boolean | undefined;
  const readNew = async (): Promise<readonly JobEvent[]> => {
    // Check this before reading the events, so that they include the end.
    isEnded ??= await reads.hasEnded(jobId);
    const events = await reads.events(jobId, last);
    isEnded ||= events.some(isEnd);
    return events;
  };
  const textOf = (event: JobEvent): string | Promise<string> => {
    const { id, type } = event;
    if (type === 'output') return reads.outputText(jobId, event.index, id);
    if (type === 'connected') {
      return eventText({
        id,
        event: type,
        data: { job_id: jobId, platform: event.platform, reused: event.isReused },
      });
    }
    return eventText({ id, event: type, data: { job_id: jobId, status: event.status } });
  };
  return {
    subject: jobId,
    onTimeout: { job_id: jobId },
    async *read() {
      const events = await readNew();
      for (const event of last === null ? catchUp(events) : events) {
        const text = await textOf(event);
        last = event.id;
        yield text;
      }
      last = events.at(-1)?.id ?? last;
      if (isEnded !== true) return false;
      // `last` is null if the job ended so long ago that its events have expired.
      yield await reads.endText(jobId, last);
      return true;
    },
  };
}
