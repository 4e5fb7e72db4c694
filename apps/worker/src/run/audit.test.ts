import { auditSchema } from '@naas/contract';
import { deviceName, keys, pinHostKey } from '@naas/core';
import { startDevice, type LabDevice } from '@naas/device-lab';
import { startTestBench, type TestBench, type TestWorker } from '../testing/test-bench.js';

let bench: TestBench;
let lab: LabDevice;
let worker: TestWorker;
beforeAll(async () => {
  bench = await startTestBench({ WORKER_STALE_THRESHOLD: '3', JOB_REAPER_INTERVAL: '1' });
  lab = await startDevice();
  worker = await bench.startWorker();
});
afterAll(async () => {
  await bench.close();
  await lab.close();
});

test('the start of a job, the pin of a new device and the end of the job are audited', async () => {
  const jobId = await bench.submit(lab);
  await bench.ended(jobId);
  const ofJob = () => worker.audit.lines.filter((line) => line['request_id'] === jobId);
  await worker.audit.recorded('job.completed');
  const { host, port } = lab;
  const name = worker.worker.id;
  expect(ofJob()).toMatchObject([
    { event_type: 'job.started', kind: 'send-command', context: 'default', host, port, worker_name: name },
    {
      event_type: 'hostkey.pinned',
      context: 'default',
      host,
      port,
      fingerprint: expect.stringMatching(/^SHA256:/),
    },
    {
      event_type: 'job.completed',
      status: 'finished',
      error_code: null,
      duration_ms: expect.any(Number),
      worker_name: name,
    },
  ]);
});

test('a host key other than the pinned one is audited', async () => {
  await pinHostKey(bench.client, {
    context: 'branch',
    host: lab.host,
    port: lab.port,
    fingerprint: 'SHA256:another',
  });
  const other = await bench.startWorker({ WORKER_CONTEXTS: 'branch' });
  const jobId = await bench.submit(lab, { request: { context: 'branch' } });
  expect((await bench.ended(jobId)).error_code).toBe('HOST_KEY_MISMATCH');
  expect(await other.audit.recorded('hostkey.mismatch')).toMatchObject({
    context: 'branch',
    host: lab.host,
    port: lab.port,
    request_id: jobId,
  });
  expect(await other.audit.recorded('job.completed')).toMatchObject({
    status: 'failed',
    error_code: 'HOST_KEY_MISMATCH',
  });
  expect(other.audit.of('hostkey.pinned')).toEqual([]);
});

test('a job whose worker died is audited when it is settled', async () => {
  const { jobs, redis } = bench.client;
  const jobId = await bench.submit(lab, {
    request: { context: 'core', kind: 'send-config', commands: ['hostname lab1'] },
  });
  const entry = await redis.rpop('bq:naas-core:waiting');
  expect((await jobs.claim(entry ?? '', 'a-worker-that-dies')).outcome).toBe('run');
  expect(await worker.audit.recorded('job.orphaned')).toMatchObject({ request_id: jobId, action: 'lost' });
}, 20_000);

test('every line has the fields of its event schema, and none contains input to or output of a device', () => {
  expect(worker.audit.lines.length).toBeGreaterThan(3);
  for (const line of worker.audit.lines) {
    // as auditSchema() creates it
    const fields = auditSchema(line.event_type)['required'] as readonly string[];
    expect(Object.keys(line).sort()).toEqual([...fields].sort());
  }
  expect(JSON.stringify(worker.audit.lines)).not.toMatch(
    /lab-password|lab-enable|show version|hostname lab1/,
  );
});

test('a host key pinned by somebody else than NAAS is neither trusted nor replaced', async () => {
  const { redis } = bench.client;
  const pins = keys.hostKeys('forged');
  const name = deviceName({ context: 'forged', host: lab.host, port: lab.port });
  await redis.hset(pins, name, 'SHA256:another');
  const other = await bench.startWorker({ WORKER_CONTEXTS: 'forged' });
  const ended = await bench.ended(await bench.submit(lab, { request: { context: 'forged' } }));
  expect([ended.error_code, ended.error]).toEqual([
    'HOST_KEY_MISMATCH',
    expect.stringContaining(`DELETE /v2/host-keys/forged/${lab.host}/${lab.port}`),
  ]);
  expect(other.audit.of('hostkey.pinned')).toEqual([]);
  expect(await redis.hget(pins, name)).toBe('SHA256:another');
});
