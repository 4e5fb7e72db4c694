import { Secret } from '@naas/core';
import { startDevice, type LabDevice } from '@naas/device-lab';
import { startTestBench, type TestBench, type TestWorker } from '../testing/test-bench.js';

const password = 'canary-password-4711';
const enable = 'canary-enable-4712';
const wrong = 'canary-wrong-4713';
const key = Buffer.from('canary-encryption-key-4714-32byt').toString('base64');
const canaries = [password, enable, wrong, key, 'canary-encryption-key'];

let bench: TestBench;
let device: LabDevice;
let running: TestWorker;
beforeAll(async () => {
  bench = await startTestBench({ NAAS_ENCRYPTION_KEY: key });
  running = await bench.startWorker();
  device = await startDevice({
    password,
    enable,
    landsIn: 'exec',
    faults: { hangOnCommand: 'show clock' },
    commands: { 'show secrets': `password ${password}\nenable ${enable}` },
  });
});
afterAll(async () => {
  await bench.close();
  await device.close();
});

test('no credential and no key is in a Redis value, log line, metric or result, however the job ends', async () => {
  const { worker, logLines } = running;
  const credentials = { password: new Secret(password), enable: new Secret(enable) };
  const config = (commands: readonly string[]) =>
    bench.submit(device, { request: { kind: 'send-config', commands, saveConfig: true }, credentials });
  const jobIds = [
    await bench.submit(device, { request: { commands: ['show version', 'show secrets'] }, credentials }),
    await config(['interface GigabitEthernet0/1', 'description x']),
    await config(['nonsense']),
    await bench.submit(device, {
      request: { commands: ['show inventory'] },
      credentials: { ...credentials, password: new Secret(wrong) },
    }),
    await bench.submit(device, { credentials: { ...credentials, enable: new Secret(wrong) } }),
    await bench.submit(device, { request: { commands: ['show clock'], readTimeoutMs: 300 }, credentials }),
  ];
  const cancelled = await bench.submit(device, { request: { commands: ['show clock'] }, credentials });
  await bench.started(cancelled);
  const during = await bench.dump();
  await bench.client.jobs.cancel(cancelled);
  const results = await Promise.all([...jobIds, cancelled].map((jobId) => bench.ended(jobId)));
  expect(results.map(({ status, error_code }) => error_code ?? status)).toEqual([
    'finished',
    'finished',
    'CONFIG_REJECTED',
    'AUTH_FAILURE',
    'ENABLE_FAILED',
    'READ_TIMEOUT',
    'cancelled',
  ]);
  const metrics = await (await fetch(`${worker.url}/metrics`)).text();
  expect(metrics).toContain('naas_jobs_ended_total');
  const everything = [during, await bench.dump(), JSON.stringify(results), metrics, ...logLines].join('\n');
  expect(everything).toContain('naas:job:');
  expect(logLines.filter((line) => line.includes('job ended'))).toHaveLength(results.length);
  for (const canary of canaries) {
    expect(everything).not.toContain(canary);
    expect(everything).not.toContain(Buffer.from(canary).toString('base64').slice(0, 16));
  }
});

test('no device output is in a log line', async () => {
  const { logLines, logged } = running;
  const lab = await startDevice({ commands: { 'show words': 'words-of-the-device-4715' } });
  const jobId = await bench.submit(lab, { request: { commands: ['show words', 'show nonsense-4716'] } });
  expect((await bench.ended(jobId)).outputs?.[0]?.output).toContain('4715');
  await logged(`"job_id":"${jobId}"`);
  expect(logLines.join('\n')).not.toMatch(/4715|4716/);
  await lab.close();
});
