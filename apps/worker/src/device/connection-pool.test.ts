import { startDevice, startPassage, type LabDevice, type Passage } from '@naas/device-lab';
import { connect } from '@naas/device-drivers';
import {
  ConnectionPool,
  type PoolLimits,
  type PooledConnection,
  type ConnectionRequest,
} from './connection-pool.js';

const devices: LabDevice[] = [];
const pools: ConnectionPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  await Promise.all(devices.splice(0).map((device) => device.close()));
});

async function lab(): Promise<LabDevice> {
  const device = await startDevice({ personality: 'cisco_nxos' });
  devices.push(device);
  return device;
}

function newPool(limits: Partial<PoolLimits> = {}): ConnectionPool {
  const pool = new ConnectionPool({ perDevice: 2, total: 500, idleMs: 60_000, ageMs: 60_000, ...limits });
  pools.push(pool);
  return pool;
}

function requestFor(
  device: LabDevice,
  more: Partial<ConnectionRequest> & { readonly login?: string } = {},
): ConnectionRequest {
  const { login = 'a', ...rest } = more;
  const open = () =>
    connect({
      host: device.host,
      port: device.port,
      platform: 'cisco_nxos',
      username: device.username,
      password: device.password,
      hostKey: 'accept',
    });
  const name = `${device.port}`;
  return {
    key: { device: name, login: `${name} ${login}` },
    open,
    mustAnswer: false,
    isPrivate: false,
    signal: new AbortController().signal,
    ...rest,
  };
}

async function use({ connection, giveBack }: PooledConnection): Promise<void> {
  expect((await connection.sendCommand('show lab lines 1')).refused).toBe(false);
  await giveBack();
}

test('a connection that is idle at its prompt is kept for the next job with the same login', async () => {
  const [device, pool] = [await lab(), newPool()];
  for (let count = 0; count < 5; count++) {
    const pooled = await pool.take(requestFor(device));
    expect(pooled.isReused).toBe(count > 0);
    await use(pooled);
  }
  expect([device.logins, [...pool.counts.values()]]).toEqual([1, [1]]);
});

test('another login never gets it, and closes it when the device has no room', async () => {
  const [device, pool] = [await lab(), newPool({ perDevice: 1 })];
  await use(await pool.take(requestFor(device, { login: 'a' })));
  const other = await pool.take(requestFor(device, { login: 'b' }));
  expect(other.isReused).toBe(false);
  expect([device.logins, device.peakSessions]).toEqual([2, 1]);
  await other.giveBack();
});

test('a device never has more connections than the limit, and every request is served', async () => {
  const [device, pool] = [await lab(), newPool()];
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) =>
      use(await pool.take(requestFor(device, { login: `${index % 3}` }))),
    ),
  );
  expect(device.peakSessions).toBeLessThanOrEqual(2);
  expect(device.received.filter(({ line }) => line === 'show lab lines 1')).toHaveLength(20);
});

test('a pooled connection that died is replaced without an error', async () => {
  const [device, pool] = [await lab(), newPool()];
  await use(await pool.take(requestFor(device)));
  device.dropSessions();
  await device.waitFor(({ openSessions }) => openSessions === 0, 2_000);
  const pooled = await pool.take(requestFor(device, { mustAnswer: true }));
  await use(pooled);
  expect(device.logins).toBe(2);
});

test('the check of a pooled connection sends an empty line and nothing else', async () => {
  const [device, pool] = [await lab(), newPool()];
  await use(await pool.take(requestFor(device)));
  const before = device.received.length;
  const pooled = await pool.take(requestFor(device, { mustAnswer: true }));
  expect(pooled.isReused).toBe(true);
  expect(device.received.slice(before).map(({ line }) => line)).toEqual(['']);
  await pooled.giveBack();
});

describe('a pooled connection whose device went silent', () => {
  let passage: Passage;
  afterEach(() => passage.close());
  const requestThroughPassage = (device: LabDevice, keepaliveMs: number) =>
    requestFor(device, {
      open: () =>
        connect({
          host: passage.host,
          port: passage.port,
          platform: 'cisco_nxos',
          username: device.username,
          password: device.password,
          hostKey: 'accept',
          keepaliveMs,
        }),
    });

  test('is removed from the pool when a keepalive fails', async () => {
    const [device, pool] = [await lab(), newPool()];
    passage = await startPassage(device);
    const pooled = await pool.take(requestThroughPassage(device, 20));
    await use(pooled);
    passage.silence();
    await pooled.connection.closed;
    expect(pool.counts.size).toBe(0);
  });

  test('fails its check before use, and is replaced', async () => {
    const [device, pool] = [await lab(), newPool({ trustMs: 0 })];
    passage = await startPassage(device);
    await use(await pool.take(requestThroughPassage(device, 0)));
    passage.silence();
    const pooled = await pool.take(requestThroughPassage(device, 0));
    expect(pooled.isReused).toBe(false);
    await use(pooled);
  }, 10_000);
});

test('a connection that is not idle at its prompt is closed', async () => {
  const [device, pool] = [await lab(), newPool()];
  const pooled = await pool.take(requestFor(device));
  device.setFaults({ hangOnCommand: 'show clock' });
  await expect(pooled.connection.sendCommand('show clock', { readTimeoutMs: 100 })).rejects.toMatchObject({
    code: 'READ_TIMEOUT',
  });
  await pooled.giveBack();
  expect(pool.counts.size).toBe(0);
});

test('a connection is closed after its idle time, and not kept beyond its maximum age', async () => {
  const device = await lab();
  const impatient = newPool({ idleMs: 30 });
  const pooled = await impatient.take(requestFor(device));
  await use(pooled);
  await pooled.connection.closed;
  expect(impatient.counts.size).toBe(0);
  const young = newPool({ ageMs: 0 });
  await use(await young.take(requestFor(device)));
  expect(young.counts.size).toBe(0);
});

test('a private request gets a connection of its own, which is not kept', async () => {
  const [device, pool] = [await lab(), newPool()];
  await use(await pool.take(requestFor(device)));
  const unshared = await pool.take(requestFor(device, { isPrivate: true }));
  expect(unshared.isReused).toBe(false);
  await unshared.giveBack();
  expect(unshared.connection.isOpen).toBe(false);
  expect([...pool.counts.values()]).toEqual([1]);
});

test('idle connections to other devices make room for a new one', async () => {
  const [first, second, pool] = [await lab(), await lab(), newPool({ total: 1 })];
  await use(await pool.take(requestFor(first)));
  await use(await pool.take(requestFor(second)));
  expect([...pool.counts.keys()]).toEqual([`${second.port}`]);
  await first.waitFor(({ openSessions }) => openSessions === 0, 2_000);
});

test('an abort ends the wait for a busy device, and a failed open() frees its slot', async () => {
  const [device, pool] = [await lab(), newPool({ perDevice: 1 })];
  const busy = await pool.take(requestFor(device));
  const abort = new AbortController();
  const waiting = pool.take(requestFor(device, { signal: abort.signal }));
  abort.abort(new Error('cancelled'));
  await expect(waiting).rejects.toThrow('cancelled');
  await busy.giveBack();
  await expect(
    pool.take(requestFor(device, { login: 'b', open: () => Promise.reject(new Error('refused')) })),
  ).rejects.toThrow('refused');
  await use(await pool.take(requestFor(device)));
});

test('close() closes all idle connections', async () => {
  const [device, pool] = [await lab(), newPool()];
  await use(await pool.take(requestFor(device)));
  await pool.close();
  await device.waitFor(({ openSessions }) => openSessions === 0, 2_000);
  expect(pool.counts.size).toBe(0);
});

test('repeated use of a connection adds no listeners to it', async () => {
  const [device, pool] = [await lab(), newPool()];
  const first = await pool.take(requestFor(device));
  const added = jest.spyOn(first.connection.closed, 'then');
  await first.giveBack();
  for (let count = 0; count < 5; count++) await use(await pool.take(requestFor(device)));
  expect(device.logins).toBe(1);
  expect(added).not.toHaveBeenCalled();
});
