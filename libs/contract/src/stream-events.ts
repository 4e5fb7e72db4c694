/**
 * Events of a job's stream, by name: data and meaning. Clients must ignore unknown names: more may be added.
 */
export const streamEvents = {
  status: '`{job_id, status}`, the current status at once, then each change',
  connected:
    '`{job_id, platform, reused}`, when the job has its connection to the device, before its first output; ' +
    '`reused`: an earlier job with the same login opened the connection. Sent again if a kept connection ' +
    'turned out to be dead',
  output: '`{job_id, index, command, output}`, as each command ends; `truncated: true` if the output was cut',
  result: 'the JobResult; the stream then ends',
  timeout: '`{job_id}`, after `SSE_TIMEOUT`; the stream then ends',
} as const;

/** Name of an event of a stream. */
export type StreamEventName = keyof typeof streamEvents;
