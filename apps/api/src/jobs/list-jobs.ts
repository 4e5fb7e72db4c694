import { jobStatuses, limits, type JobStatus } from '@naas/contract';
import type { JobPage, JobQuery, StoredJob } from '@naas/core';
import { canonicalHost } from '../body/host.js';
import { checkContext } from '../devices/check-context.js';
import { ApiError } from '../http/api-error.js';
import type { QueryRules } from '../http/query.js';
import type { CallerRequest, Response } from '../route.js';
import { contextQuery } from '../devices/selected-contexts.js';
import type { Services } from '../services.js';

const defaultPerPage = 20;

/** Maximum number of jobs that are read for a page of the jobs of several contexts. */
const maxMerged = 10_000;

const pageQuery: QueryRules = {
  page: {
    schema: { type: 'integer', minimum: 1, maximum: 1_000_000, default: 1 },
    description: 'Page number, from 1.',
  },
  per_page: {
    schema: { type: 'integer', minimum: 1, maximum: 100, default: defaultPerPage },
    description: 'Jobs per page.',
  },
};

/** Query parameters of the list of failed jobs. */
export const failedJobsQuery: QueryRules = { ...pageQuery, ...contextQuery };

/** Query parameters of the list of jobs. */
export const jobsQuery: QueryRules = {
  ...failedJobsQuery,
  status: { schema: { type: 'string', enum: jobStatuses }, description: 'Only jobs with this status.' },
  host: { schema: { type: 'string', format: 'device-host' }, description: 'Only jobs for this host.' },
  tag: {
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}:[A-Za-z0-9_:.-]{1,64}$' },
    description: 'Only jobs with this tag, `key:value`. May be repeated; all tags must match.',
    maxValues: limits.tags,
  },
};

/** Splits a tag at its first colon: a value may contain colons, a key may not. */
const tagOf = (text: string): readonly [string, string] => [
  text.slice(0, text.indexOf(':')),
  text.slice(text.indexOf(':') + 1),
];

/** Admins see the jobs of all callers, others only their own. */
function jobQueryOf({ query, principal }: CallerRequest): JobQuery {
  const first = (name: string): string | undefined => query[name]?.[0];
  const host = first('host');
  return {
    owner: principal.role === 'admin' ? null : principal.owner,
    // The query rules allow only the values in jobStatuses.
    status: first('status') as JobStatus | undefined,
    context: first('context'),
    host: host === undefined ? undefined : canonicalHost(host),
    tags: (query['tag'] ?? []).map(tagOf),
    page: Number(first('page') ?? 1),
    perPage: Number(first('per_page') ?? defaultPerPage),
  };
}

function pageOf({ jobs, total }: JobPage, { page, perPage }: JobQuery): Response {
  const summaries = jobs.map(({ result: { results: _results, outputs: _outputs, ...summary } }) => summary);
  return { status: 200, json: { jobs: summaries, page, per_page: perPage, total } };
}

/** Newest first; of jobs of one millisecond the order is that of Redis. */
function byAge({ result: one }: StoredJob, { result: other }: StoredJob): number {
  const [age, otherAge] = [`${one.enqueued_at}${one.job_id}`, `${other.enqueued_at}${other.job_id}`];
  return age < otherAge ? 1 : -1;
}

/**
 * Reads a page of the jobs of several contexts, each of which has a list of its own.
 * @throws ApiError INVALID_REQUEST when too many jobs would have to be read for it.
 */
async function listContexts(
  query: JobQuery,
  contexts: readonly string[],
  { jobs }: Pick<Services, 'jobs'>,
): Promise<JobPage> {
  const end = query.page * query.perPage;
  if (end * contexts.length > maxMerged) {
    throw new ApiError(
      'INVALID_REQUEST',
      `This page of a list of several contexts is too far; give "context", one of: ${contexts.join(', ')}.`,
    );
  }
  const pages = await Promise.all(
    contexts.map((context) => jobs.list({ ...query, context, page: 1, perPage: end })),
  );
  return {
    jobs: pages
      .flatMap((page) => page.jobs)
      .sort(byAge)
      .slice(end - query.perPage, end),
    total: pages.reduce((sum, { total }) => sum + total, 0),
  };
}

/** Lists the jobs of the context in the query, else of all contexts that the caller may use. */
async function list(
  request: CallerRequest,
  services: Services,
  filter: Partial<JobQuery>,
): Promise<Response> {
  const { contexts } = request.principal;
  const query = { ...jobQueryOf(request), ...filter };
  if (query.context !== undefined) checkContext(query.context, request.principal, services.settings);
  if (query.context !== undefined || contexts.includes('*'))
    return pageOf(await services.jobs.list(query), query);
  const [only, ...others] = contexts;
  if (others.length === 0) return pageOf(await services.jobs.list({ ...query, context: only }), query);
  return pageOf(await listContexts(query, contexts, services), query);
}

/** `GET /v2/jobs` */
export const listJobs = (request: CallerRequest, services: Services): Promise<Response> =>
  list(request, services, {});

/** `GET /v2/jobs/failed`: the jobs that can be replayed. */
export const listFailedJobs = (request: CallerRequest, services: Services): Promise<Response> =>
  list(request, services, { isDead: true });
