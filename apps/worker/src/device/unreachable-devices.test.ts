import { Secret } from '@naas/core';
import {
  closedPort,
  newHostKey,
  startBannerServer,
  startClosingServer,
  startDevice,
  startSilentServer,
} from '@naas/device-lab';
import { startTestBench, type Target, type TestBench } from '../testing/test-bench.js';

let bench: TestBench;
beforeAll(async () => {
  bench = await startTestBench();
  await bench.startWorker();
});
afterAll(() => bench.close());

const connTimeoutMs = 500;

test.each([
  ['a port without a listener', closedPort, 'CONNECTION_REFUSED'],
  ['a peer that never sends anything', startSilentServer, 'CONNECTION_TIMEOUT'],
  ['a peer that is not SSH', () => startBannerServer('220 smtp ready\r\n'), 'SSH_ERROR'],
  ['a device that closes at once', startClosingServer, 'SSH_ERROR'],
  [
    'a device that hangs at login',
    () => startDevice({ faults: { hangAtLogin: true } }),
    'CONNECTION_TIMEOUT',
  ],
] as const)(
  '%s fails the job with the right code within conn_timeout and a second',
  async (_, start, code) => {
    const peer: Target & { close(): Promise<void> } = await start();
    const began = performance.now();
    const result = await bench.ended(await bench.submit(peer, { request: { connTimeoutMs } }));
    expect(performance.now() - began).toBeLessThan(connTimeoutMs + 1000);
    expect(result).toMatchObject({ status: 'failed', error_code: code, outputs: [] });
    expect(result.error).toContain(`127.0.0.1 port ${peer.port}`);
    await peer.close();
  },
);

test('a name that does not resolve fails with HOST_NOT_FOUND', async () => {
  expect(await bench.ended(await bench.submit({ host: 'no-such-host.invalid', port: 22 }))).toMatchObject({
    status: 'failed',
    error_code: 'HOST_NOT_FOUND',
  });
});

test('a wrong password fails with AUTH_FAILURE, and nothing is sent', async () => {
  const device = await startDevice();
  const result = await bench.ended(
    await bench.submit(device, { credentials: { password: new Secret('wrong-password') } }),
  );
  expect(result).toMatchObject({ status: 'failed', error_code: 'AUTH_FAILURE', error_retryable: false });
  expect(device.received).toEqual([]);
  await device.close();
});

test('a host key other than the pinned one fails with HOST_KEY_MISMATCH', async () => {
  const first = await startDevice();
  expect(await bench.ended(await bench.submit(first))).toMatchObject({ status: 'finished' });
  await first.close();
  const impostor = await startDevice({ port: first.port, hostKey: newHostKey() });
  expect(await bench.ended(await bench.submit(impostor))).toMatchObject({
    status: 'failed',
    error_code: 'HOST_KEY_MISMATCH',
  });
  await impostor.close();
});

test('a command that never ends fails with READ_TIMEOUT and keeps the outputs before it', async () => {
  const device = await startDevice({ faults: { hangOnCommand: 'show clock' } });
  const result = await bench.ended(
    await bench.submit(device, { request: { commands: ['show version', 'show clock'], readTimeoutMs: 300 } }),
  );
  expect(result).toMatchObject({ status: 'failed', error_code: 'READ_TIMEOUT', error_retryable: true });
  expect(result.outputs).toHaveLength(1);
  await device.close();
});

test('a connection that is cut fails with CONNECTION_LOST', async () => {
  const device = await startDevice({ faults: { dropOnCommand: 'show clock' } });
  expect(
    await bench.ended(await bench.submit(device, { request: { commands: ['show clock'] } })),
  ).toMatchObject({ status: 'failed', error_code: 'CONNECTION_LOST' });
  await device.close();
});
