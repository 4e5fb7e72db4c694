import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { freePort, startFakeRedis, startTestRedis, type TestRedis } from '@naas/core/testing';

const root = join(__dirname, '..');
const program = join(root, 'dist', 'main.js');

jest.setTimeout(20_000);

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
  // Run the program from dist/, as users do. The build is fast if nothing has changed.
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', join(root, 'tsconfig.lib.json')], { stdio: 'inherit' });
}, 120_000);
afterAll(() => redis.close());

function start(more: Readonly<Record<string, string>> = {}) {
  const env = {
    REDIS_URL: redis.url,
    NAAS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    NAAS_TLS: 'off',
    NAAS_PORT: '0',
    LOG_FORMAT: 'json',
    ...more,
  };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  return { child, errors: text(child.stderr) };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    // The format of the log.
    const entry = JSON.parse(line) as { readonly message: string; readonly url?: string };
    if (entry.message === 'ready') return entry.url ?? '';
  }
  throw new Error('the API ended before it was ready');
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'the API logs its address when ready, answers, and exits with 0 on %s',
  async (signal) => {
    const { child, errors } = start();
    const ended = once(child, 'exit');
    const url = await readyUrl(child);
    child.stdout.resume();
    expect((await fetch(`${url}/healthcheck`)).status).toBe(200);
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
    expect(await errors).toBe('');
  },
);

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)(
  'a second %s ends the API at once with %i, even with requests under way',
  async (signal, code) => {
    const { child, errors } = start({ SHUTDOWN_TIMEOUT: '60' });
    const ended = once(child, 'exit');
    const url = new URL(await readyUrl(child));
    child.stdout.resume();
    const slow = connect(Number(url.port), url.hostname);
    slow.write(
      'POST /v2/send-command HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n' +
        `Authorization: Basic ${Buffer.from('a:b').toString('base64')}\r\nContent-Type: application/json\r\n` +
        'Content-Length: 50\r\n\r\n',
    );
    await once(slow, 'data'); // 100 Continue: the API waits for the body, which never comes
    const again = setInterval(() => child.kill(signal), 50);
    const began = performance.now();
    expect(await ended).toEqual([code, null]);
    clearInterval(again);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(await errors).toBe('');
  },
);

test('the API accepts the platforms of the drivers', async () => {
  const { child } = start();
  const url = await readyUrl(child);
  child.stdout.resume();
  const ask = async (platform: string) => {
    const answer = await fetch(`${url}/v2/send-command`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from('a:b').toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ host: 'r1', commands: ['x'], platform }),
    });
    return answer.status;
  };
  // 503: the body is valid, but no worker serves the context.
  const statuses = await Promise.all(
    ['cisco_ios', 'cisco_nxos', 'arista_eos', 'juniper_junos', 'linux', 'teapot'].map(ask),
  );
  child.kill();
  await once(child, 'exit');
  expect(statuses).toEqual([503, 503, 503, 503, 503, 422]);
});

test('the API reads secrets that are missing from its environment from Vault', async () => {
  const data = {
    NAAS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    NAAS_JWT_SECRET: 'j'.repeat(32),
    NAAS_ADMIN_SECRET: 'from-vault-'.repeat(3),
  };
  const vault = createHttpServer(
    (_request, answer) => void answer.end(JSON.stringify({ data: { data, metadata: {} } })),
  ).listen(0, '127.0.0.1');
  await once(vault, 'listening');
  const address = vault.address();
  const { child } = start({
    NAAS_ENCRYPTION_KEY: '',
    SECRETS_BACKEND: 'vault',
    VAULT_TOKEN: 't',
    VAULT_ADDR: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
  });
  const url = await readyUrl(child);
  child.stdout.resume();
  vault.close();
  vault.closeAllConnections();
  const ask = (password: string) =>
    fetch(`${url}/v2/api-keys`, {
      headers: { authorization: `Basic ${Buffer.from(`a:${password}`).toString('base64')}` },
    });
  while ((await fetch(`${url}/readyz`)).status !== 200);
  const statuses = [(await ask('from-vault-'.repeat(3))).status, (await ask('other')).status];
  child.kill();
  await once(child, 'exit');
  expect(statuses).toEqual([200, 401]);
});

test.each([
  [{ NAAS_ENCRYPTION_KEY: '' }, 'NAAS_ENCRYPTION_KEY'],
  [{ NAAS_PORT: 'x' }, 'NAAS_PORT'],
  [{ NAAS_TLS: 'maybe' }, 'NAAS_TLS'],
  [{ NAAS_JWT_SECRET: 'too-short' }, 'NAAS_JWT_SECRET: secret 1'],
  [{ NAAS_ADMIN_SECRET: 'too-short' }, 'NAAS_ADMIN_SECRET: secret 1'],
  [{ SECRETS_BACKEND: 'vault' }, 'VAULT_ADDR is not set'],
  [{ SECRETS_BACKEND: 'aws' }, 'SECRETS_BACKEND=aws needs the package'],
  [{ REDIS_SENTINELS: 's1:26379', REDIS_SENTINEL_MASTER: 'm' }, 'REDIS_URL and REDIS_SENTINELS are both set'],
  [{ REDIS_URL: '', REDIS_SENTINELS: 's1:26379' }, 'REDIS_SENTINEL_MASTER is not set'],
  [{ REDIS_URL: '', REDIS_SENTINELS: 's1', REDIS_SENTINEL_MASTER: 'm' }, 'REDIS_SENTINELS: entry 1'],
  [{ REDIS_PASSWORD_FILE: '/nowhere/password' }, 'REDIS_PASSWORD_FILE: cannot read /nowhere/password'],
])('the API exits with 1 and one sentence on stderr for %j', async (more, name) => {
  const { child, errors } = start(more);
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(await errors).toMatch(new RegExp(`^naas-api: ${name}[^\\n]*\\n$`));
});

test('the API exits with 1 and one sentence on stderr when the port is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const { child, errors } = start({
    NAAS_PORT: `${typeof address === 'object' && address ? address.port : 0}`,
  });
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(await errors).toMatch(/^naas-api: NAAS_PORT: port \d+ of 127\.0\.0\.1 is taken[^\n]*\n$/);
  other.close();
});

test('the API exits with 1 and one sentence on stderr when Redis is a Cluster', async () => {
  const cluster = await startTestRedis(['--cluster-enabled', 'yes']);
  const { child, errors } = start({ REDIS_URL: cluster.url });
  child.stdout.resume();
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(await errors).toMatch(/^naas-api: REDIS_URL leads to a Redis Cluster[^\n]*\n$/);
  await cluster.close();
});

test('the API exits with 1 and one sentence on stderr when Redis appears later and is too old', async () => {
  const port = await freePort();
  const { child, errors } = start({ REDIS_URL: `redis://127.0.0.1:${port}` });
  await readyUrl(child);
  child.stdout.resume();
  const ended = once(child, 'exit');
  const fake = await startFakeRedis('redis_version:6.0.16\r\n', port);
  expect(await ended).toEqual([1, null]);
  expect(await errors).toBe('naas-api: REDIS_URL leads to Redis 6.0.16; Redis 6.2 or later is needed.\n');
  await fake.close();
});
