import { closeConnections, connectTo, dataFile, testbedFacts } from '../devices/testbed.js';
import { startService, type Service } from '../programs.js';
import { Caller } from './caller.js';

// REST API, Redis and worker as processes, with FRR and OpenSSH as devices.

let service: Service;
const frr = (): Caller => new Caller(service, { username: testbedFacts().users.frr1 });
const linux = (): Caller => new Caller(service, { username: testbedFacts().users.linux });

beforeAll(async () => {
  service = await startService({ WORKER_STALE_THRESHOLD: '3', JOB_REAPER_INTERVAL: '1' });
});
afterAll(async () => {
  await closeConnections();
  await service.close();
});

test('show commands run on a router, and a refused one is an ordinary output', async () => {
  const caller = frr();
  const job = await caller.ended(
    await caller.submit('/v2/send-command', { commands: ['show version', 'show nonsense'] }),
  );
  expect(job).toMatchObject({
    status: 'finished',
    error: null,
    outputs: [
      { command: 'show version', refused: false },
      { refused: true, output: '% Unknown command: show nonsense' },
    ],
  });
  expect(job.results?.['show version']).toContain('FRRouting');
});

test('a configuration is pushed, saved, and read back', async () => {
  const caller = frr();
  const description = `pushed at ${Date.now()}`;
  const pushed = await caller.ended(
    await caller.submit('/v2/send-config', {
      commands: ['interface eth0', ` description ${description}`],
      save_config: true,
    }),
  );
  expect(pushed).toMatchObject({ status: 'finished', error: null });
  expect(pushed.results?.['save_output']).toContain('configuration saved');
  const read = await caller.ended(
    await caller.submit('/v2/send-command', { commands: ['show running-config'] }),
  );
  expect(read.results?.['show running-config']).toContain(` description ${description}\n`);
});

test('a refused line fails the job with CONFIG_REJECTED, and the transcript is kept', async () => {
  const caller = frr();
  const job = await caller.ended(
    await caller.submit('/v2/send-config', {
      commands: ['interface eth0', 'nonsense here', 'description never'],
    }),
  );
  expect(job).toMatchObject({
    status: 'failed',
    error_code: 'CONFIG_REJECTED',
    error: expect.stringContaining('line 2 of 3') as string,
  });
  expect(job.outputs?.[0]?.output).toContain('nonsense here');
});

test('1 MB arrives complete through the API', async () => {
  const caller = linux();
  const { path, lines } = dataFile(1);
  const job = await caller.ended(
    await caller.submit('/v2/send-command', { platform: 'linux', commands: [`cat ${path}`] }),
  );
  expect(job.status).toBe('finished');
  expect(job.outputs?.[0]?.output.split('\n')).toHaveLength(lines);
});

test('the enable secret reaches a terminal that asks for it', async () => {
  const { users, enable } = testbedFacts();
  const caller = new Caller(service, { username: users.vty });
  const job = await caller.ended(
    await caller.submit('/v2/send-command', { commands: ['show running-config'], enable }),
  );
  expect(job.results?.['show running-config']).toContain('interface eth0');
});

test("callers with the same name and different passwords do not see each other's jobs", async () => {
  const id = await frr().submit('/v2/send-command', { commands: ['show version'] });
  const other = new Caller(service, { username: testbedFacts().users.frr1, password: 'another-password' });
  expect((await other.call('GET', `/v2/jobs/${id}`)).status).toBe(403);
  expect((await other.call('DELETE', `/v2/jobs/${id}`)).status).toBe(403);
  const job = await other.ended(await other.submit('/v2/send-command', { commands: ['show version'] }));
  expect(job).toMatchObject({ status: 'failed', error_code: 'AUTH_FAILURE' });
});

test('a running job can be cancelled', async () => {
  const caller = linux();
  const id = await caller.submit('/v2/send-command', { platform: 'linux', commands: ['sleep 25'] });
  while ((await caller.job(id)).status === 'queued');
  expect((await caller.call('DELETE', `/v2/jobs/${id}`)).status).toBe(204);
  expect(await caller.ended(id)).toMatchObject({ status: 'cancelled' });
});

test('the command line client runs jobs and reports how they ended', async () => {
  const { host, ports, users, password } = testbedFacts();
  const environment = { NAAS_USERNAME: users.frr1, NAAS_PASSWORD: password };
  const target = ['-H', host, '--port', `${ports[0]}`];
  const shown = await service.naas(['send-command', ...target, '--text', 'show version'], environment);
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('FRRouting') as string });
  const piped = await service.naas(['send-config', ...target, 'nonsense'], environment);
  expect(piped.code).toBe(1);
  expect(JSON.parse(piped.stdout)).toMatchObject({ status: 'failed', error_code: 'CONFIG_REJECTED' });
  expect((await service.naas(['healthcheck', '--json'])).code).toBe(0);
});

describe('a worker killed with -9', () => {
  test('fails its configuration job with WORKER_LOST, and nothing is pushed again', async () => {
    const caller = new Caller(service, { username: testbedFacts().users.frr2 });
    const device = await connectTo('frr2');
    const pushed = async (): Promise<readonly string[]> =>
      (await device.sendCommand('show running-config')).output.match(/^ip prefix-list KILLED seq \d+/gm) ??
      [];
    const line = (number: number): string => `ip prefix-list KILLED seq ${number} permit 10.9.${number}.0/24`;
    // The router needs some time to show 1 MB, so the worker is killed in the middle.
    const id = await caller.submit('/v2/send-config', {
      commands: [line(1), ...Array.from({ length: 40 }, () => 'do show running-config'), line(2)],
    });
    while ((await pushed()).length === 0);
    await service.killWorkers();
    // Remove the first line, so that a second push would show.
    await device.sendConfig([`no ${line(1)}`]);
    await service.startWorker();
    expect(await caller.ended(id)).toMatchObject({
      status: 'failed',
      error_code: 'WORKER_LOST',
      error_retryable: false,
    });
    expect(await pushed()).toEqual([]);
  });

  test('leaves its read job to another worker, which finishes it', async () => {
    const caller = linux();
    const id = await caller.submit('/v2/send-command', {
      platform: 'linux',
      commands: ['sleep 2; echo done'],
    });
    while ((await caller.job(id)).status === 'queued');
    await service.killWorkers();
    await service.startWorker();
    expect(await caller.ended(id)).toMatchObject({
      status: 'finished',
      results: { 'sleep 2; echo done': 'done' },
    });
  });
});

test('a second worker started while jobs run takes some of them', async () => {
  const caller = linux();
  const first = await Promise.all(
    Array.from({ length: 4 }, () =>
      caller.submit('/v2/send-command', { platform: 'linux', commands: ['sleep 1'] }),
    ),
  );
  await service.startWorker();
  const second = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      caller.submit('/v2/send-command', { platform: 'linux', commands: [`echo ${index}`] }),
    ),
  );
  const jobs = await Promise.all([...first, ...second].map((id) => caller.ended(id)));
  expect(jobs.map(({ status }) => status)).toEqual(jobs.map(() => 'finished'));
  const [older = 0, newer = 0] = service.jobsEnded().slice(-2);
  expect(older).toBeGreaterThan(0);
  expect(newer).toBeGreaterThan(0);
});

test('no secret is in Redis or in a log', () => {
  const secrets = [testbedFacts().password, testbedFacts().enable];
  const names = service.redisCli(['--raw', 'keys', '*']).trim().split('\n');
  service.redisCli(['config', 'set', 'rdbcompression', 'no']);
  const everything = names.map((name) => service.redisCli(['dump', name])).join('\n') + service.logs();
  expect(everything).toContain('cisco_ios');
  for (const secret of secrets) expect(everything.includes(secret)).toBe(false);
});
