import { closedPort, startClosingServer, startDevice, type LabDevice } from '@naas/device-lab';
import { keys, listCircuits, listWorkers, readJobEvents, Secret } from '@naas/core';
import { startTestBench, type TestBench } from '../testing/test-bench.js';

let bench: TestBench;
const devices: LabDevice[] = [];
beforeAll(async () => {
  bench = await startTestBench({ JOB_DEDUP_ENABLED: 'false' });
  await bench.startWorker({ CIRCUIT_BREAKER_THRESHOLD: '3', CIRCUIT_BREAKER_TIMEOUT: '60' });
});
afterEach(async () => {
  await Promise.all(devices.splice(0).map((device) => device.close()));
});
afterAll(() => bench.close());

async function lab(): Promise<LabDevice> {
  const device = await startDevice();
  devices.push(device);
  return device;
}
const show = async (device: { readonly host: string; readonly port: number }) =>
  bench.ended(await bench.submit(device, { request: { commands: ['show lab lines 1'] } }));

test('jobs with the same login share connections, and a device never has more than the limit', async () => {
  const device = await lab();
  const results = await Promise.all(Array.from({ length: 30 }, () => show(device)));
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['finished']));
  expect(device.logins).toBeLessThanOrEqual(2);
  expect(device.received.filter(({ line }) => line === 'show lab lines 1')).toHaveLength(30);
});

test('job events report the connection before the first output: new, reused, or new after a dead one', async () => {
  const device = await lab();
  const eventsOf = async () => {
    const jobId = await bench.submit(device, { request: { commands: ['show lab lines 1'] } });
    await bench.ended(jobId);
    const events = await readJobEvents(bench.client.redis, jobId, null);
    return events.map((event) =>
      event.type === 'connected'
        ? `${event.platform} ${event.isReused}`
        : event.type === 'status'
          ? event.status
          : event.type,
    );
  };
  const around = (...connected: string[]) => ['queued', 'started', ...connected, 'output', 'finished'];
  expect(await eventsOf()).toEqual(around('cisco_ios false'));
  expect(await eventsOf()).toEqual(around('cisco_ios true'));
  device.dropSessions();
  expect((await eventsOf()).at(-3)).toBe('cisco_ios false');
  // The connection is reported first even if its script has to be loaded again.
  await bench.client.redis.script('FLUSH');
  expect(await eventsOf()).toEqual(around('cisco_ios true'));
});

test('pooled connections are reported with the next heartbeat', async () => {
  const other = await startTestBench();
  const { worker } = await other.startWorker();
  const device = await lab();
  await other.ended(await other.submit(device));
  await worker.announce();
  expect((await listWorkers(other.client.redis)).find(({ id }) => id === worker.id)?.sessions).toEqual({
    [`default:${device.host}:${device.port}`]: 1,
  });
  await other.close();
});

test('a pooled connection that died does not fail a job', async () => {
  const device = await lab();
  await show(device);
  device.dropSessions();
  expect(await show(device)).toMatchObject({ status: 'finished' });
  device.setFaults({ dropOnCommand: 'show clock' });
  const cut = await bench.ended(await bench.submit(device, { request: { commands: ['show clock'] } }));
  expect(cut).toMatchObject({ status: 'failed', error_code: 'CONNECTION_LOST' });
});

test('a configuration on a pooled connection checks the prompt first', async () => {
  const device = await lab();
  await show(device);
  const before = device.received.length;
  expect(
    await bench.ended(
      await bench.submit(device, { request: { kind: 'send-config', commands: ['hostname lab9'] } }),
    ),
  ).toMatchObject({ status: 'finished' });
  expect(
    device.received
      .slice(before)
      .map(({ line }) => line)
      .slice(0, 3),
  ).toEqual(['', 'configure terminal', 'hostname lab9']);
});

test('a job with another password never gets a pooled connection', async () => {
  const device = await lab();
  await show(device);
  const wrong = await bench.ended(
    await bench.submit(device, { credentials: { password: new Secret('another-password') } }),
  );
  expect(wrong).toMatchObject({ status: 'failed', error_code: 'AUTH_FAILURE' });
});

test('the circuit of an unreachable device opens, lets one probe through, and closes again', async () => {
  const device = await lab();
  device.pause();
  for (let count = 0; count < 3; count++)
    expect(await show(device)).toMatchObject({ error_code: 'CONNECTION_REFUSED' });
  const before = device.connections;
  const refused = await show(device);
  expect(refused).toMatchObject({ status: 'failed', error_code: 'CIRCUIT_OPEN', error_retryable: true });
  expect(refused.error).toMatch(/its circuit is open for another 60 s; nothing was sent\.$/);
  expect(device.connections).toBe(before);
  await device.resume();
  // As if the open time had passed.
  await bench.client.redis.hset(
    keys.circuit(`default:${device.host}:${device.port}`),
    'retry_at',
    Date.now() - 1,
  );
  expect(await show(device)).toMatchObject({ status: 'finished' });
  expect(
    (await listCircuits(bench.client.redis, ['default'], Date.now())).filter(
      ({ port }) => port === device.port,
    ),
  ).toEqual([]);
});

test('wrong passwords do not open the circuit', async () => {
  const device = await lab();
  for (let count = 0; count < 5; count++) {
    await bench.ended(
      await bench.submit(device, { credentials: { password: new Secret(`wrong-${count}`) } }),
    );
  }
  expect(await show(device)).toMatchObject({ status: 'finished' });
});

test('a dead device does not delay other devices', async () => {
  const [peer, device] = [await closedPort(), await lab()];
  await Promise.all([show(peer), show(peer), show(device)]);
  expect(await show(device)).toMatchObject({ status: 'finished' });
});

test('jobs waiting for an unreachable device fail without trying it', async () => {
  const peer = await startClosingServer();
  const results = await Promise.all(Array.from({ length: 20 }, () => show(peer)));
  const codes = results.map(({ error_code: code }) => code);
  expect(new Set(codes)).toEqual(new Set(['SSH_ERROR', 'CIRCUIT_OPEN']));
  // The threshold, and one attempt that was already under way.
  expect(peer.connections).toBeLessThanOrEqual(4);
  await peer.close();
});
