import { startDevice, startPassage, type LabDevice, type Passage } from '@naas/device-lab';
import { connect } from '@naas/device-drivers';
import { SessionPool, type PoolLimits, type PooledSession, type Wanted } from './session-pool.js';

const devices: LabDevice[] = [];
const pools: SessionPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  await Promise.all(devices.splice(0).map((device) => device.close()));
});

async function lab(): Promise<LabDevice> {
  const device = await startDevice({ personality: 'cisco_nxos' });
  devices.push(device);
  return device;
}

function newPool(limits: Partial<PoolLimits> = {}): SessionPool {
  const pool = new SessionPool({ perDevice: 2, total: 500, idleMs: 60_000, ageMs: 60_000, ...limits });
  pools.push(pool);
  return pool;
}

function want(device: LabDevice, more: Partial<Wanted> & { readonly login?: string } = {}): Wanted {
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
    isAlone: false,
    signal: new AbortController().signal,
    ...rest,
  };
}

async function use(session: PooledSession): Promise<void> {
  expect((await session.connection.sendCommand('show lab lines 1')).refused).toBe(false);
  await session.giveBack();
}

test('a session that stands at its prompt is kept for the next of the same login', async () => {
  const [device, pool] = [await lab(), newPool()];
  for (let count = 0; count < 5; count++) {
    const session = await pool.take(want(device));
    expect(session.isReused).toBe(count > 0);
    await use(session);
  }
  expect([device.logins, [...pool.counts.values()]]).toEqual([1, [1]]);
});

test('another login never gets it, and has it closed where the device has no room', async () => {
  const [device, pool] = [await lab(), newPool({ perDevice: 1 })];
  await use(await pool.take(want(device, { login: 'a' })));
  const other = await pool.take(want(device, { login: 'b' }));
  expect(other.isReused).toBe(false);
  expect([device.logins, device.peakSessions]).toEqual([2, 1]);
  await other.giveBack();
});

test('a device never has more sessions than it may, and nobody is forgotten', async () => {
  const [device, pool] = [await lab(), newPool()];
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) =>
      use(await pool.take(want(device, { login: `${index % 3}` }))),
    ),
  );
  expect(device.peakSessions).toBeLessThanOrEqual(2);
  expect(device.received.filter(({ line }) => line === 'show lab lines 1')).toHaveLength(20);
});

test('a session that died while it was kept is replaced without a word', async () => {
  const [device, pool] = [await lab(), newPool()];
  await use(await pool.take(want(device)));
  device.dropSessions();
  await device.waitFor(({ openSessions }) => openSessions === 0, 2_000);
  const session = await pool.take(want(device, { mustAnswer: true }));
  await use(session);
  expect(device.logins).toBe(2);
});

test('a kept session that must answer brings its prompt back, and sends nothing else', async () => {
  const [device, pool] = [await lab(), newPool()];
  await use(await pool.take(want(device)));
  const before = device.received.length;
  const session = await pool.take(want(device, { mustAnswer: true }));
  expect(session.isReused).toBe(true);
  expect(device.received.slice(before).map(({ line }) => line)).toEqual(['']);
  await session.giveBack();
});

describe('a session whose device went silent while it was kept', () => {
  let passage: Passage;
  afterEach(() => passage.close());
  const wantOf = (device: LabDevice, keepaliveMs: number) =>
    want(device, {
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

  test('is dropped from the pool', async () => {
    const [device, pool] = [await lab(), newPool()];
    passage = await startPassage(device);
    const session = await pool.take(wantOf(device, 20));
    await use(session);
    passage.silence();
    await session.connection.closed;
    expect(pool.counts.size).toBe(0);
  });

  test('is not trusted by anybody, and replaced', async () => {
    const [device, pool] = [await lab(), newPool({ trustMs: 0 })];
    passage = await startPassage(device);
    await use(await pool.take(wantOf(device, 0)));
    passage.silence();
    const session = await pool.take(wantOf(device, 0));
    expect(session.isReused).toBe(false);
    await use(session);
  }, 10_000);
});

test('a session that does not stand at its prompt is closed', async () => {
  const [device, pool] = [await lab(), newPool()];
  const session = await pool.take(want(device));
  device.setFaults({ hangOnCommand: 'show clock' });
  await expect(session.connection.sendCommand('show clock', { readTimeoutMs: 100 })).rejects.toMatchObject({
    code: 'READ_TIMEOUT',
  });
  await session.giveBack();
  expect(pool.counts.size).toBe(0);
});

test('a session is closed when it has been idle long enough, and not kept when it is old', async () => {
  const device = await lab();
  const impatient = newPool({ idleMs: 30 });
  const session = await impatient.take(want(device));
  await use(session);
  await session.connection.closed;
  expect(impatient.counts.size).toBe(0);
  const young = newPool({ ageMs: 0 });
  await use(await young.take(want(device)));
  expect(young.counts.size).toBe(0);
});

test('who may not share gets a session of its own, which is not kept', async () => {
  const [device, pool] = [await lab(), newPool()];
  await use(await pool.take(want(device)));
  const alone = await pool.take(want(device, { isAlone: true }));
  expect(alone.isReused).toBe(false);
  await alone.giveBack();
  expect(alone.connection.isOpen).toBe(false);
  expect([...pool.counts.values()]).toEqual([1]);
});

test('idle sessions of other devices make room for a new one', async () => {
  const [first, second, pool] = [await lab(), await lab(), newPool({ total: 1 })];
  await use(await pool.take(want(first)));
  await use(await pool.take(want(second)));
  expect([...pool.counts.keys()]).toEqual([`${second.port}`]);
  await first.waitFor(({ openSessions }) => openSessions === 0, 2_000);
});

test('an abort ends the wait for a busy device; a failed opening frees its place', async () => {
  const [device, pool] = [await lab(), newPool({ perDevice: 1 })];
  const busy = await pool.take(want(device));
  const abort = new AbortController();
  const waiting = pool.take(want(device, { signal: abort.signal }));
  abort.abort(new Error('cancelled'));
  await expect(waiting).rejects.toThrow('cancelled');
  await busy.giveBack();
  await expect(
    pool.take(want(device, { login: 'b', open: () => Promise.reject(new Error('refused')) })),
  ).rejects.toThrow('refused');
  await use(await pool.take(want(device)));
});

test('close ends all that is idle', async () => {
  const [device, pool] = [await lab(), newPool()];
  await use(await pool.take(want(device)));
  await pool.close();
  await device.waitFor(({ openSessions }) => openSessions === 0, 2_000);
  expect(pool.counts.size).toBe(0);
});

test('using a session again and again leaves nothing with it', async () => {
  const [device, pool] = [await lab(), newPool()];
  const first = await pool.take(want(device));
  const added = jest.spyOn(first.connection.closed, 'then');
  await first.giveBack();
  for (let count = 0; count < 5; count++) await use(await pool.take(want(device)));
  expect(device.logins).toBe(1);
  expect(added).not.toHaveBeenCalled();
});
