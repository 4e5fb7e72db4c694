import type { JobResult } from '@naas/contract';
import { startTestSentinel, type TestSentinel } from '@naas/core/testing';
import { testbedFacts } from '../devices/testbed.js';
import { Caller } from '../jobs/caller.js';
import { startService, type Service } from '../programs.js';

// API and workers as processes, Redis behind three sentinels, and FRR as device.

jest.setTimeout(120_000);

let sentinel: TestSentinel;
let service: Service;
beforeAll(async () => {
  sentinel = await startTestSentinel({ password: 'redis-secret' });
  service = await startService({
    ...sentinel.environment,
    WORKER_STALE_THRESHOLD: '5',
    JOB_REAPER_INTERVAL: '1',
  });
  await service.startWorker();
});
afterAll(async () => {
  await service.close();
  await sentinel.close();
});

const line = (number: number): string => `ip prefix-list FAILOVER seq ${number} permit 10.8.${number}.0/24`;

/** Repeats a request while the API answers 503. */
async function retryWhile503<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('503')) throw error;
    }
  }
}

async function ended(caller: Caller, id: string): Promise<JobResult> {
  for (;;) {
    const response = await caller.call('GET', `/v2/jobs/${id}`);
    const job = (await response.json()) as JobResult; // the contract's body
    if (response.status !== 503 && !['queued', 'started'].includes(job.status)) return job;
  }
}

test('configuration jobs end when the Redis master is killed, and none is sent twice', async () => {
  const caller = new Caller(service, { username: testbedFacts().users.frr1 });
  const submit = (number: number) =>
    retryWhile503(() =>
      caller.submit('/v2/send-config', { commands: [line(number)], tags: { n: `${number}` } }),
    );
  const before = await Promise.all(Array.from({ length: 20 }, (_, index) => submit(index + 1)));
  await ended(caller, before[0] ?? '');
  await sentinel.nodes[0].kill();
  const after = await Promise.all(Array.from({ length: 5 }, (_, index) => submit(index + 21)));
  await sentinel.failedOver();

  const jobs = await Promise.all([...before, ...after].map((id) => ended(caller, id)));
  for (const { status, error_code: code } of jobs)
    expect(['finished', 'CLAIM_UNCONFIRMED', 'WORKER_LOST']).toContain(code ?? status);
  expect((await ended(caller, await submit(26))).status).toBe('finished');
  // Two workers that had pushed the same job would both log its end.
  const endedIds = service
    .logs()
    .split('\n')
    .filter((text) => text.includes('"job ended"') && text.includes('send-config'))
    .map((text) => (JSON.parse(text) as { readonly job_id: string }).job_id); // the log's own format
  expect(endedIds).toHaveLength(new Set(endedIds).size);
  const running = await ended(
    caller,
    await retryWhile503(() => caller.submit('/v2/send-command', { commands: ['show running-config'] })),
  );
  for (const [index, { status }] of jobs.entries())
    if (status === 'finished') expect(running.outputs?.[0]?.output).toContain(line(index + 1));
});

test('the Redis password is in no log', () => {
  expect(service.logs()).not.toContain('redis-secret');
});
