import { randomUUID } from 'node:crypto';
import { keys, type JobQuery, type JobRequest } from '../index.js';
import { submission, useTestJobs } from '../testing/index.js';

const here = useTestJobs({
  settings: { JOB_TTL_SUCCESS: '1' },
  contexts: ['default', 'branch'],
  isFlushed: true,
});

/** Submits a job that is some milliseconds newer in the indexes than the one before. Returns its id. */
async function accept(request: Partial<JobRequest> = {}, owner = 'a'): Promise<string> {
  const job = submission({ owner: [owner], request: { commands: [randomUUID()], ...request } });
  expect(await here.jobs.submit(job)).toMatchObject({ outcome: 'accepted' });
  const at = (await here.redis.zcard(keys.index('all'))) * 10;
  for (const name of await here.redis.keys('naas:index:*')) {
    if ((await here.redis.zscore(name, job.jobId)) !== null) await here.redis.zadd(name, at, job.jobId);
  }
  return job.jobId;
}

async function list(query: Partial<JobQuery> = {}): Promise<readonly string[]> {
  const { jobs } = await here.jobs.list({ owner: null, page: 1, perPage: 20, ...query });
  return jobs.map(({ result }) => result.job_id);
}

test('jobs are listed newest first, page by page, with their total number', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 5; count++) ids.unshift(await accept());
  expect(await list({ perPage: 2 })).toEqual(ids.slice(0, 2));
  expect(await list({ perPage: 2, page: 3 })).toEqual(ids.slice(4));
  expect(await list({ page: 9 })).toEqual([]);
  expect((await here.jobs.list({ owner: null, page: 2, perPage: 2 })).total).toBe(5);
});

test('an owner sees its own jobs, also those from before a key rotation', async () => {
  const [mine, , older] = [await accept({}, 'a'), await accept({}, 'b'), await accept({}, 'a-old')];
  expect(await list({ owner: ['a'] })).toEqual([mine]);
  expect(await list({ owner: ['a', 'a-old'] })).toEqual([older, mine]);
  expect(await list({ owner: ['unknown'] })).toEqual([]);
});

test('a job must match all filters', async () => {
  const tagged = await accept({ tags: { site: 'berlin', role: 'core' } });
  const other = await accept({ tags: { site: 'berlin' }, host: '192.0.2.9', context: 'branch' }, 'b');
  expect(await list({ tags: [['site', 'berlin']] })).toEqual([other, tagged]);
  expect(
    await list({
      tags: [
        ['site', 'berlin'],
        ['role', 'core'],
      ],
    }),
  ).toEqual([tagged]);
  expect(await list({ tags: [['site', 'berlin']], owner: ['b'] })).toEqual([other]);
  expect(await list({ host: '192.0.2.9' })).toEqual([other]);
  expect(await list({ context: 'branch', owner: ['a'] })).toEqual([]);
  expect(await list({ status: 'queued', context: 'branch' })).toEqual([other]);
});

test('a job is found by its new status at once', async () => {
  const id = await accept();
  expect(await list({ status: 'queued', owner: ['a'] })).toEqual([id]);
  const entry = (await here.redis.lrange(keys.queueWaiting('default'), 0, 0))[0] ?? '';
  const claim = await here.jobs.claim(entry, 'w');
  expect([
    await list({ status: 'queued', owner: ['a'] }),
    await list({ status: 'started', owner: ['a'] }),
  ]).toEqual([[], [id]]);
  if (claim.outcome === 'run') await here.jobs.finish(claim.job, { status: 'finished' });
  expect([await list({ status: 'started' }), await list({ status: 'finished' })]).toEqual([[], [id]]);
});

test('a list has no results and outputs', async () => {
  await accept();
  const { jobs } = await here.jobs.list({ owner: null, page: 1, perPage: 20 });
  expect(jobs[0]?.result).toMatchObject({
    results: null,
    outputs: null,
    host: '192.0.2.1',
    status: 'queued',
  });
});

test('an expired job is removed from every index', async () => {
  const [id, stays] = [await accept({ tags: { a: 'b' } }), await accept()];
  await here.jobs.cancel(id);
  const [entry = ''] = await here.redis.zrange(keys.expiring(), 0, 0);
  await here.redis.zadd(keys.expiring(), 1, entry);
  await here.redis.del(keys.job(id));
  expect(await list()).toEqual([stays]);
  await here.jobs.reap();
  const left = await Promise.all(
    (await here.redis.keys('naas:index:*')).map((name) => here.redis.zrange(name, 0, -1)),
  );
  expect(left.flat()).not.toContain(id);
  expect(await here.redis.zcard(keys.expiring())).toBe(0);
});

test('the request of a job can be read, without its credentials', async () => {
  const id = await accept({ commands: ['show clock'], tags: { a: 'b' } });
  expect(await here.jobs.requestOf(id)).toMatchObject({
    kind: 'send-command',
    commands: ['show clock'],
    tags: { a: 'b' },
    host: '192.0.2.1',
    port: 22,
  });
  expect(await here.jobs.requestOf(randomUUID())).toBeNull();
});
