import { keys } from '../keys.js';
import { submission, useTestJobs } from '../testing/index.js';

const here = useTestJobs({ contexts: ['default'] });

test('a job with an error code of a newer version is shown with UNKNOWN', async () => {
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
