/**
 * Events of a job's stream: name to data and meaning. Clients pass over names they do not know; more may
 * come.
 */
export const streamEvents = {
  status: '`{job_id, status}`, at each change of the status; the one of now at once',
  connected:
    '`{job_id, platform, reused}`, when the job has its session on the device, before its first output; ' +
    '`reused`: an earlier job with the same login had opened it. Once more where a session that was kept ' +
    'turned out to be dead',
  output:
    '`{job_id, index, command, output}`, as each command ends; `truncated: true` where the output was cut',
  result: 'the JobResult; the stream then ends',
  timeout: '`{job_id}`, after `SSE_TIMEOUT`; the stream then ends',
} as const;

/** Name of an event of a stream. */
export type StreamEventName = keyof typeof streamEvents;
