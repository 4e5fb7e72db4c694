import { startDevice, type LabDevice } from '@naas/device-lab';
import { startTestBench, type TestBench } from '../testing/test-bench.js';

let bench: TestBench;
let device: LabDevice;

beforeAll(async () => {
  bench = await startTestBench();
  await bench.startWorker({}, { resolve: () => Promise.resolve('127.0.0.1') });
  await bench.startWorker({}, { resolve: () => Promise.resolve('::ffff:127.0.0.1') });
  device = await startDevice();
});
afterAll(async () => {
  await device.close();
  await bench.close();
});

const names = ['r1', 'r1.example.net', '127.0.0.1', 'r1', 'edge.example.net', '127.0.0.1'];

test('configurations for several names of one address never overlap on the device', async () => {
  const ids = [];
  for (const [index, host] of names.entries()) {
    const commands = [
      'interface GigabitEthernet0/1',
      ...[1, 2, 3, 4].map((n) => `description job${index}-${n}`),
    ];
    ids.push(await bench.submit({ host, port: device.port }, { request: { kind: 'send-config', commands } }));
  }
  for (const id of ids) expect(await bench.ended(id)).toMatchObject({ status: 'finished' });
  const pushed = device.received.map(({ line }) => /^description (job\d)-/.exec(line)?.[1]).filter(Boolean);
  expect(pushed).toHaveLength(names.length * 4);
  // Each job's lines stand together.
  const blocks = pushed.filter((job, at) => job !== pushed[at - 1]);
  expect(new Set(blocks).size).toBe(blocks.length);
});

test('a name that does not resolve fails HOST_NOT_FOUND, and nothing is sent', async () => {
  const other = await startTestBench();
  await other.startWorker({}, { resolve: () => Promise.reject(new Error('ENOTFOUND')) });
  const before = device.connections;
  for (const kind of ['send-command', 'send-config'] as const) {
    const id = await other.submit({ host: 'nowhere.example.net', port: device.port }, { request: { kind } });
    expect(await other.ended(id)).toMatchObject({ status: 'failed', error_code: 'HOST_NOT_FOUND' });
  }
  expect(device.connections).toBe(before);
  await other.close();
});

test('a name that leads to a denied address fails DEVICE_FORBIDDEN, and nothing is sent', async () => {
  const other = await startTestBench();
  await other.startWorker({ DEVICE_DENY: '127.0.0.0/8' }, { resolve: () => Promise.resolve('127.0.0.1') });
  const before = device.connections;
  for (const host of ['r1.example.net', '127.0.0.1']) {
    const id = await other.submit({ host, port: device.port });
    const { error_code, error } = await other.ended(id);
    expect([error_code, error]).toEqual([
      'DEVICE_FORBIDDEN',
      `Jobs may not reach ${host}; ask the operator of this service if they should (DEVICE_ALLOW, DEVICE_DENY).`,
    ]);
  }
  expect(device.connections).toBe(before);
  await other.close();
});
