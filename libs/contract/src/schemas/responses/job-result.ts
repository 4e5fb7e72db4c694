import { jobErrors } from '../../errors.js';
import { jobKindNames } from '../../job-kinds.js';
import { jobStatuses } from '../../jobs.js';
import { closed, count, moment, momentOrNull, uuid } from './fields.js';

/** Rows of a template: one object each. */
const rows = { type: 'array', items: { type: 'object' } } as const;

/** One entry of `outputs`. */
export const jobOutputSchema = {
  ...closed({
    command: { type: 'string' },
    output: { type: 'string', description: 'Output of the device, without echo and prompt.' },
    rows: { ...rows, description: 'Rows that a template parsed from the output; structured jobs only.' },
    refused: { type: 'boolean', description: 'Whether the device refused this show command.' },
    started_at: moment,
    duration_ms: count,
  }),
  $id: 'JobOutput',
  required: ['command', 'output', 'refused', 'started_at', 'duration_ms'],
} as const;

const facts = {
  job_id: uuid,
  status: { enum: jobStatuses, description: 'The last three are final.' },
  kind: { enum: jobKindNames },
  host: { type: 'string' },
  port: { type: 'integer', minimum: 1, maximum: 65_535 },
  platform: { type: 'string' },
  context: { type: 'string' },
  enqueued_at: moment,
  started_at: momentOrNull,
  ended_at: momentOrNull,
  duration_ms: { ...count, type: ['integer', 'null'] },
} as const;

const end = {
  error: { type: ['string', 'null'], description: 'What went wrong; for a cancelled job, how far it came.' },
  error_code: { enum: [...Object.keys(jobErrors), null], description: 'Stable code of the failure.' },
  error_retryable: {
    type: ['boolean', 'null'],
    description: 'Whether the same job may succeed later without a change.',
  },
  detected_platform: { type: ['string', 'null'] },
  tags: { type: 'object', additionalProperties: { type: 'string' } },
  batch_id: { ...uuid, type: ['string', 'null'] },
} as const;

/** Answer of a job route. */
export const jobResultSchema = {
  ...closed({
    ...facts,
    results: {
      type: ['object', 'null'],
      additionalProperties: { type: ['string', 'array'], items: { type: 'object' } },
      description:
        'By command; for send-config by step: `config_set_output`, `save_output`, `commit_output`.',
    },
    outputs: {
      type: ['array', 'null'],
      items: { $ref: '#/components/schemas/JobOutput' },
      description: 'In the order of the commands.',
    },
    ...end,
  }),
  $id: 'JobResult',
} as const;

/** A job in a list: without results and outputs. */
export const jobSummarySchema = { ...closed({ ...facts, ...end }), $id: 'JobSummary' } as const;

/** A page of jobs. */
export const jobPageSchema = {
  ...closed({
    jobs: { type: 'array', items: { $ref: '#/components/schemas/JobSummary' }, description: 'Newest first.' },
    page: { type: 'integer', minimum: 1 },
    per_page: { type: 'integer', minimum: 1, maximum: 100 },
    total: count,
  }),
  $id: 'JobPage',
} as const;
