import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { startDevice } from '@naas/device-lab';
import { freePort, startFakeRedis, startTestRedis } from '@naas/core/testing';
import { startTestBench, type TestBench } from './testing/test-bench.js';
import { buildWorker, startWorkerProcess, type WorkerProcess } from './testing/worker-process.js';

jest.setTimeout(20_000);

let bench: TestBench;
beforeAll(async () => {
  buildWorker();
  bench = await startTestBench();
}, 120_000);
afterAll(() => bench.close());

test.each(['SIGTERM', 'SIGINT'] as const)(
  'it logs one line when it is ready, and exits with 0 on %s',
  async (signal) => {
    const { child, logged, logLines, ended, errors } = startWorkerProcess(bench.redis.url, {
      WORKER_CONTEXTS: 'default,branch',
      WORKER_CONCURRENCY: '7',
    });
    const ready: unknown = JSON.parse(await logged('ready'));
    expect(ready).toMatchObject({
      program: 'naas-worker',
      level: 'info',
      contexts: ['default', 'branch'],
      concurrency: 7,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    expect(logLines).toHaveLength(1);
    child.kill(signal);
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
    expect(await errors).toBe('');
  },
);

test.each([
  [{ NAAS_ENCRYPTION_KEY: '' }, 'NAAS_ENCRYPTION_KEY'],
  [{ NAAS_ENCRYPTION_KEY: 'short' }, 'NAAS_ENCRYPTION_KEY'],
  [{ WORKER_CONCURRENCY: '0' }, 'WORKER_CONCURRENCY'],
  [{ REDIS_URL: 'nowhere' }, 'REDIS_URL'],
  [{ SECRETS_BACKEND: 'vault' }, 'VAULT_ADDR'],
  [{ REDIS_SENTINELS: 's1:26379', REDIS_SENTINEL_MASTER: 'm' }, 'REDIS_URL and REDIS_SENTINELS are both set'],
  [{ REDIS_URL: '', REDIS_SENTINELS: 's1:26379' }, 'REDIS_SENTINEL_MASTER is not set'],
  [{ REDIS_URL: '', REDIS_SENTINELS: 's1', REDIS_SENTINEL_MASTER: 'm' }, 'REDIS_SENTINELS: entry 1'],
  [{ REDIS_PASSWORD_FILE: '/nowhere/password' }, 'REDIS_PASSWORD_FILE: cannot read /nowhere/password'],
])('it exits with 1 and one sentence on stderr for %j', async (more, name) => {
  const { ended, errors } = startWorkerProcess(bench.redis.url, more);
  expect(await ended).toEqual([1, null]);
  expect(await errors).toMatch(new RegExp(`^naas-worker: ${name}[^\\n]*\\n$`));
});

test('it exits with 1 and one sentence on stderr when its port is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const { ended, errors } = startWorkerProcess(bench.redis.url, {
    WORKER_HTTP_PORT: `${typeof address === 'object' && address ? address.port : 0}`,
  });
  expect(await ended).toEqual([1, null]);
  expect(await errors).toMatch(/^naas-worker: WORKER_HTTP_PORT: port \d+ of 127\.0\.0\.1 is taken[^\n]*\n$/);
  other.close();
});

test('without Redis it waits, logs that once, and exits with 0 on SIGTERM', async () => {
  const { child, logged, logLines, ended, errors } = startWorkerProcess(
    `redis://127.0.0.1:${await freePort()}`,
  );
  await logged('Redis cannot be used');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  // the log's own format
  const messages = logLines.map((line) => (JSON.parse(line) as { readonly message: string }).message);
  expect(messages).toEqual([expect.stringContaining('Redis cannot be used'), 'stopping', 'stopped']);
  expect(await errors).toBe('');
});

/**
 * Sends a signal repeatedly until the process exits. Resolves to its exit code and signal, and the time it
 * took in milliseconds.
 */
async function signalUntilExit(
  signal: NodeJS.Signals,
  { child, ended }: WorkerProcess,
): Promise<readonly [Awaited<WorkerProcess['ended']>, number]> {
  const began = performance.now();
  const timer = setInterval(() => child.kill(signal), 50);
  const end = await ended;
  clearInterval(timer);
  return [end, performance.now() - began];
}

test('a second signal makes it exit at once with 143, and its job says how far it got', async () => {
  const device = await startDevice({ faults: { hangOnCommand: 'description two' } });
  const process = startWorkerProcess(bench.redis.url, { SHUTDOWN_TIMEOUT: '60' });
  await process.logged('ready');
  const jobId = await bench.submit(device, {
    request: {
      kind: 'send-config',
      commands: ['interface GigabitEthernet0/1', 'description one', 'description two'],
    },
  });
  await device.waitFor(({ received }) => received.some(({ line }) => line === 'description two'), 5000);
  const [end, tookMs] = await signalUntilExit('SIGTERM', process);
  expect(end).toEqual([143, null]);
  expect(tookMs).toBeLessThan(2000);
  const { status, error_code: code, error } = await bench.ended(jobId, 500);
  expect([status, code, error]).toEqual([
    'failed',
    'WORKER_LOST',
    expect.stringMatching(
      /^The worker was forced to exit; 2 of 3 configuration lines had been accepted, and line 3 may have/,
    ),
  ]);
  await device.close();
});

test('a second signal makes it exit within two seconds also while Redis is away', async () => {
  const [other, device] = [
    await startTestBench(),
    await startDevice({ faults: { hangOnCommand: 'show clock' } }),
  ];
  const process = startWorkerProcess(other.redis.url, { SHUTDOWN_TIMEOUT: '60' });
  await process.logged('ready');
  await other.submit(device, { request: { commands: ['show clock'] } });
  await device.waitFor(({ received }) => received.some(({ line }) => line === 'show clock'), 5000);
  await other.redis.kill();
  await process.logged('Redis cannot be used');
  const [end, tookMs] = await signalUntilExit('SIGINT', process);
  expect([end, tookMs < 2000]).toEqual([[130, null], true]);
  await other.redis.start();
  await other.close();
  await device.close();
});

test.each([
  ['accepts the connection and never replies', {}],
  ['replies only until the connection is ready', { client: '+OK\r\n', info: '$15\r\nredis_mode:none\r\n' }],
] as const)(
  'with a Redis that %s, it exits with 0 on SIGTERM',
  async (_, replies: Readonly<Record<string, string>>) => {
    const server = createServer((socket) => {
      server.once('destroy sockets', () => socket.destroy());
      socket
        .on('error', () => undefined)
        .on('data', (bytes) => {
          for (const [, name = ''] of String(bytes).matchAll(/\*\d+\r\n\$\d+\r\n([^\r]*)\r\n/g)) {
            if (name.toLowerCase() in replies) socket.write(replies[name.toLowerCase()] ?? '');
            server.emit('command', name.toLowerCase());
          }
        });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // of a TCP server
    const { child, ended, errors } = startWorkerProcess(`redis://127.0.0.1:${port}`);
    await new Promise<void>((resolve) =>
      server.on('command', (name) => void ((name === 'subscribe' || !('info' in replies)) && resolve())),
    );
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(await errors).toBe('');
    server.emit('destroy sockets');
    server.close();
  },
);

test('it becomes ready once Redis is available', async () => {
  const redis = await startTestRedis();
  await redis.kill();
  const { child, logged, ended } = startWorkerProcess(redis.url);
  await logged('Redis cannot be used');
  await redis.start();
  await logged('ready');
  child.kill();
  expect(await ended).toEqual([0, null]);
  await redis.close();
});

test('it exits with 1 and one sentence on stderr when Redis is a Cluster', async () => {
  const cluster = await startTestRedis(['--cluster-enabled', 'yes']);
  const { ended, errors } = startWorkerProcess(cluster.url);
  expect(await ended).toEqual([1, null]);
  expect(await errors).toMatch(/^naas-worker: REDIS_URL leads to a Redis Cluster[^\n]*\n$/);
  await cluster.close();
});

test('it exits with 1 and one sentence on stderr when a Redis that appears later is too old', async () => {
  const port = await freePort();
  const { logged, ended, errors } = startWorkerProcess(`redis://127.0.0.1:${port}`);
  await logged('Redis cannot be used');
  const fake = await startFakeRedis('redis_version:6.0.16\r\n', port);
  expect(await ended).toEqual([1, null]);
  expect(await errors).toBe('naas-worker: REDIS_URL leads to Redis 6.0.16; Redis 6.2 or later is needed.\n');
  await fake.close();
});

test('it logs one warning about a Redis that can lose jobs', async () => {
  const redis = await startTestRedis(['--appendonly', 'no']);
  const { child, logged, logLines, ended } = startWorkerProcess(redis.url);
  await logged('ready');
  child.kill();
  await ended;
  expect(logLines.filter((line) => line.includes('appendonly yes'))).toHaveLength(1);
  await redis.close();
});

test('a second worker started while jobs run takes some of them', async () => {
  const device = await startDevice({ latencyMs: 20 });
  const start = () => startWorkerProcess(bench.redis.url, { WORKER_CONCURRENCY: '1' });
  const first = start();
  await first.logged('ready');
  const jobIds = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      bench.submit(device, { request: { readTimeoutMs: 10_000 + index } }),
    ),
  );
  await first.logged('job ended');
  const second = start();
  await second.logged('job ended');
  const results = await Promise.all(jobIds.map((jobId) => bench.ended(jobId)));
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['finished']));
  first.child.kill();
  second.child.kill();
  expect(await Promise.all([first.ended, second.ended])).toEqual([
    [0, null],
    [0, null],
  ]);
  const ended = [...first.logLines, ...second.logLines].filter((line) => line.includes('job ended'));
  // Each job once.
  expect(ended).toHaveLength(40);
  await device.close();
});
