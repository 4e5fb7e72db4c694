import { keys } from '../keys.js';
import { useTestJobs } from '../testing/index.js';
import { listWorkers, queueDepths } from './worker-list.js';
import { announceWorker, forgetWorker } from './workers.js';

const here = useTestJobs({ isFlushed: true });

const facts = {
  contexts: ['default', 'branch'],
  activeJobs: 3,
  version: '0.1.0',
  startedAt: '2026-01-01T00:00:00.000Z',
};

test('no worker is listed when none has announced itself', async () => {
  expect(await listWorkers(here.redis)).toEqual([]);
});

test('live workers are listed by id, with their latest facts', async () => {
  await announceWorker(here.redis, 'w2', { ...facts, activeJobs: 1 });
  await announceWorker(here.redis, 'w1', facts);
  await announceWorker(here.redis, 'w2', { ...facts, activeJobs: 2 });
  expect(await listWorkers(here.redis)).toEqual([
    { id: 'w1', ...facts },
    { id: 'w2', ...facts, activeJobs: 2 },
  ]);
});

test('a worker that has left, is silent, or whose facts have expired is not listed', async () => {
  for (const id of ['left', 'silent', 'expired', 'alive']) await announceWorker(here.redis, id, facts);
  await forgetWorker(here.redis, 'left');
  await here.redis.zadd(keys.workers(), Date.now() - 60_000, 'silent');
  await here.redis.del(keys.worker('expired'));
  expect((await listWorkers(here.redis)).map(({ id }) => id)).toEqual(['alive']);
});

test('queue depths are in the order of the contexts', async () => {
  await here.redis.lpush(keys.queueWaiting('branch'), 'a', 'b');
  await here.redis.lpush(keys.queueWaiting('core'), 'c');
  expect(await queueDepths(here.redis, ['core', 'default', 'branch'])).toEqual([1, 0, 2]);
});
