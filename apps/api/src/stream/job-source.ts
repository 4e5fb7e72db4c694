import { hasEnded } from '@naas/contract';
import { readJobEvents, readJobOutput, type JobEvent } from '@naas/core';
import type { Services } from '../services.js';
import { cutOutput, cutResult } from './cut.js';
import { eventText } from './event-text.js';
import type { StreamSource } from './follow.js';

/** What showing a job takes. */
export type JobSourceTools = Pick<Services, 'jobs' | 'redis' | 'keyRing'>;

const isEnd = (event: JobEvent): boolean => event.type === 'status' && hasEnded(event.status);

/**
 * The events for a client that is new: the status of now, and the outputs so far. The status has the first event's
 * id, since whoever comes back with it has all the rest to come.
 */
function catchUp(events: readonly JobEvent[]): readonly JobEvent[] {
  const [first] = events;
  const now = events.findLast((event) => event.type === 'status');
  return first && now ? [{ ...now, id: first.id }, ...events.filter(({ type }) => type === 'output')] : events;
}

/** Shows one job, from the event after the one with the id `lastId`; null: from its status of now. */
export function jobSource(jobId: string, lastId: string | null, { jobs, redis, keyRing }: JobSourceTools): StreamSource {
  let last = lastId;
  let isOver: boolean | undefined;
  const hasEndedBefore = async (): Promise<boolean> => {
    const now = await jobs.peek(jobId);
    return !now || hasEnded(now.status);
  };
  const unread = async (): Promise<readonly JobEvent[]> => {
    isOver ??= await hasEndedBefore(); // asked before the events, so that an end it tells of is among them
    const events = await readJobEvents(redis, jobId, last);
    isOver ||= events.some(isEnd);
    return events;
  };
  const textOf = async (event: JobEvent): Promise<string> => {
    if (event.type === 'status') return eventText({ id: event.id, event: 'status', data: { job_id: jobId, status: event.status } });
    const output = await readJobOutput({ redis, keyRing }, jobId, event.index);
    return output ? eventText({ id: event.id, event: 'output', data: { job_id: jobId, index: event.index, ...cutOutput(output) } }) : '';
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
      const job = await jobs.get(jobId);
      // The events of a job that ended long ago are gone.
      if (job && last === null) yield eventText({ event: 'status', data: { job_id: jobId, status: job.result.status } });
      if (job) yield eventText({ ...(last === null ? {} : { id: last }), event: 'result', data: cutResult(job.result) });
      return true;
    },
  };
}
