import { jobStatuses, limits, type JobStatus } from '@naas/contract';
import type { JobPage, JobQuery } from '@naas/core';
import { canonicalHost } from '../body/host.js';
import { checkContext } from '../devices/check-context.js';
import type { QueryRules } from '../http/query.js';
import type { CallerRequest, Response } from '../route.js';
import { contextQuery } from '../devices/selected-contexts.js';
import type { Services } from '../services.js';

const standardPerPage = 20;

const pageQuery: QueryRules = {
  page: {
    schema: { type: 'integer', minimum: 1, maximum: 1_000_000, default: 1 },
    description: 'Number of the page, from 1.',
  },
  per_page: {
    schema: { type: 'integer', minimum: 1, maximum: 100, default: standardPerPage },
    description: 'Jobs on a page.',
  },
};

/** What the list of failed jobs may be asked for. */
export const failedJobsQuery: QueryRules = { ...pageQuery, ...contextQuery };

/** What the list of jobs may be asked for. */
export const jobsQuery: QueryRules = {
  ...failedJobsQuery,
  status: { schema: { type: 'string', enum: jobStatuses }, description: 'Only jobs with this status.' },
  host: { schema: { type: 'string', format: 'device-host' }, description: 'Only jobs of this host.' },
  tag: {
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}:[A-Za-z0-9_:.-]{1,64}$' },
    description: 'Only jobs with this tag, `key:value`; of several, all must match.',
    most: limits.tags,
  },
};

/** The first colon parts a tag: a key holds none, a value may. */
const tagOf = (text: string): readonly [string, string] => [
  text.slice(0, text.indexOf(':')),
  text.slice(text.indexOf(':') + 1),
];

/** Admins see all jobs, everybody else their own. */
function jobQueryOf({ query, principal }: CallerRequest): JobQuery {
  const first = (name: string): string | undefined => query[name]?.[0];
  const host = first('host');
  return {
    owner: principal.role === 'admin' ? null : principal.owner,
    status: first('status') as JobStatus | undefined, // one of jobStatuses: the row's rules
    context: first('context'),
    host: host === undefined ? undefined : canonicalHost(host),
    tags: (query['tag'] ?? []).map(tagOf),
    page: Number(first('page') ?? 1),
    perPage: Number(first('per_page') ?? standardPerPage),
  };
}

function pageOf({ jobs, total }: JobPage, { page, perPage }: JobQuery): Response {
  const heads = jobs.map(({ result: { results: _results, outputs: _outputs, ...head } }) => head);
  return { status: 200, json: { jobs: heads, page, per_page: perPage, total } };
}

async function list(
  request: CallerRequest,
  { jobs, settings }: Services,
  more: Partial<JobQuery>,
): Promise<Response> {
  const query = { ...jobQueryOf(request), ...more };
  if (query.context !== undefined) checkContext(query.context, request.principal, settings);
  return pageOf(await jobs.list(query), query);
}

/** `GET /v2/jobs` */
export const listJobs = (request: CallerRequest, services: Services): Promise<Response> =>
  list(request, services, {});

/** `GET /v2/jobs/failed`: what can be replayed. */
export const listFailedJobs = (request: CallerRequest, services: Services): Promise<Response> =>
  list(request, services, { isDead: true });
