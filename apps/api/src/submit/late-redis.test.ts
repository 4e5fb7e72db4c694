import { randomUUID } from 'node:crypto';
import { submission } from '@naas/core/testing';
import { commandBody, configBody } from '../testing/bodies.js';
import { startTestApi, type Answer, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi({ RATE_LIMIT_ENABLED: 'false' });
});
afterEach(() => api.close());

const count = 20;

/** Submits jobs of every kind of submit, each under an id of its own. */
async function submitAll(failed: readonly string[]): Promise<readonly (Answer & { readonly id: string })[]> {
  const one = async (path: string, json: unknown, id: string = randomUUID()) => ({
    id,
    ...(await api.ask(path, { json, headers: { 'X-Request-ID': id } })),
  });
  return Promise.all(
    Array.from({ length: count }, (_, index) => [
      one('/v2/send-config', configBody),
      one('/v2/send-command', { ...commandBody, tags: { n: `${index}` } }),
      one(`/v2/jobs/${failed[index] ?? ''}/replay`, {}),
    ]).flat(),
  );
}

/** Jobs that failed, to be replayed. */
async function failedJobs(): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    await api.ask('/v2/send-command', { json: { ...commandBody, tags: { failed: `${index}` } } });
    ids.push(await api.runNext({ status: 'failed', code: 'READ_TIMEOUT', message: 'late' }));
  }
  return ids;
}

const exists = async (id: string): Promise<boolean> => (await api.worker.jobs.peek(id)) !== null;

test.each([1500, 5000])(
  'no job that exists is answered 503 when Redis is %i ms late, and no other job is left',
  async (lateMs) => {
    const failed = await failedJobs();
    await api.worker.redis.call('CLIENT', 'PAUSE', `${lateMs}`, 'ALL');
    const answers = await submitAll(failed);
    await api.worker.redis.ping(); // Redis is back
    // What was sent before is carried out by now; a withdrawal may follow within a second.
    await api.worker.redis.call('CLIENT', 'PAUSE', '1', 'ALL');
    for (const { status, json, headers, id } of answers) {
      if (status === 202) expect([json['job_id'], await exists(id)]).toEqual([id, true]);
      else if (status === 503) expect([json['request_id'], await exists(id)]).toEqual([id, false]);
      else {
        expect([status, json['code'], json['job_id']]).toEqual([504, 'OUTCOME_UNKNOWN', id]);
        expect(headers.get('location')).toBe(`/v2/jobs/${id}`);
      }
    }
    expect(answers.every(({ status }) => status !== 202)).toBe(true);
  },
  30_000,
);

test('a connection that is cut in the middle of submits leaves no job that was answered 503', async () => {
  const failed = await failedJobs();
  const killer = api.worker.redis;
  const submits = submitAll(failed);
  for (let cut = 0; cut < 30; cut++) await killer.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  const answers = await submits;
  for (const { status, json, id } of answers) {
    if (status === 503) expect(await exists(id)).toBe(false);
    else if (status === 202) expect(await exists(id)).toBe(true);
    else expect([status, json['code']]).toEqual([504, 'OUTCOME_UNKNOWN']);
  }
});

test('202 for submits whose replies waited while the API itself was held up', async () => {
  await api.ask('/livez');
  const answers = Promise.all(
    Array.from({ length: count }, () => api.ask('/v2/send-config', { json: configBody })),
  );
  // The submits reach Redis, and their replies wait in the socket for two seconds.
  for (let turn = 0; turn < 4; turn++) {
    await new Promise(setImmediate);
    const until = performance.now() + 500;
    while (performance.now() < until);
  }
  expect((await answers).map(({ status }) => status)).toEqual(Array.from({ length: count }, () => 202));
});

test('a submit that arrives after its withdrawal is refused, and a later one with its id is accepted', async () => {
  const { jobs } = api.worker;
  const job = { ...submission(), attempt: randomUUID() };
  const withdrawal = { submitter: job, id: job.jobId, jobIds: [job.jobId] };
  expect(await jobs.withdraw(withdrawal)).toBe(true);
  expect((await jobs.submit(job)).outcome).toBe('WITHDRAWN');
  expect((await jobs.submit({ ...job, attempt: randomUUID() })).outcome).toBe('accepted');
  // The withdrawal of the first attempt does not touch the job of the second.
  expect(await jobs.withdraw(withdrawal)).toBe(true);
  expect(await exists(job.jobId)).toBe(true);
});
