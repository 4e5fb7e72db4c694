import { hasEnded } from '@naas/contract';
import type { JobEvent } from '@naas/core';
import { eventText } from './event-text.js';
import type { StreamSource } from './follow.js';
import type { JobReads } from './job-reads.js';

const isEnd = (event: JobEvent): boolean => event.type === 'status' && hasEnded(event.status);

/**
 * The events for a client that is new: the status of now, the session the job has or had last, and the
 * outputs so far. The status has the first event's id, since whoever comes back with it has all the rest to
 * come.
 */
function catchUp(events: readonly JobEvent[]): readonly JobEvent[] {
  const [first] = events;
  const now = events.findLast((event) => event.type === 'status');
  const session = events.findLast((event) => event.type === 'connected');
  return first && now
    ? [{ ...now, id: first.id }, ...events.filter((event) => event === session || event.type === 'output')]
    : events;
}

/** Shows one job, from the event after the one with the id `lastId`; null: from its status of now. */
export function jobSource(jobId: string, lastId: string | null, reads: JobReads): StreamSource {
  let last = lastId;
  let isOver: boolean | undefined;
  const unread = async (): Promise<readonly JobEvent[]> => {
    // asked before the events, so that an end it tells of is among them
    isOver ??= await reads.hasEnded(jobId);
    const events = await reads.events(jobId, last);
    isOver ||= events.some(isEnd);
    return events;
  };
  const textOf = (event: JobEvent): string | Promise<string> => {
    const { id, type } = event;
    if (type === 'output') return reads.outputText(jobId, event.index, id);
    if (type === 'connected')
      return eventText({
        id,
        event: type,
        data: { job_id: jobId, platform: event.platform, reused: event.isReused },
      });
    return eventText({ id, event: type, data: { job_id: jobId, status: event.status } });
  };
  return {
    subject: jobId,
    onTimeout: { job_id: jobId },
    async *read() {
      const events = await unread();
      for (const event of last === null ? catchUp(events) : events) {
        const text = await textOf(event);
        last = event.id;
        yield text;
      }
      last = events.at(-1)?.id ?? last;
      if (isOver !== true) return false;
      // the events of a job that ended long ago are gone, and there is none to begin with
      yield await reads.endText(jobId, last);
      return true;
    },
  };
}
