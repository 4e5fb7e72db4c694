import { keys } from '../keys.js';
import {
  openJobs,
  serveContexts,
  startTestRedis,
  submission,
  type TestJobs,
  type TestRedis,
} from '../testing/index.js';

let server: TestRedis;
let here: TestJobs;

beforeAll(async () => {
  server = await startTestRedis();
  here = openJobs(server.url);
  await serveContexts(here.redis, 'default');
});
afterAll(async () => {
  await here.close();
  await server.close();
});

test('a job that ended with a code of a newer version is shown as UNKNOWN, and can be read', async () => {
  const job = submission();
  await here.jobs.submit(job);
  await here.redis.hset(keys.job(job.jobId), 'status', 'failed', 'error_code', 'CODE_OF_TOMORROW');
  expect((await here.jobs.get(job.jobId))?.result).toMatchObject({
    status: 'failed',
    error: 'The job ended with CODE_OF_TOMORROW.',
    error_code: 'UNKNOWN',
    error_retryable: false,
  });
});
