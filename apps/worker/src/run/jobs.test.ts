import { Secret } from '@naas/core';
import { startDevice, type DeviceOptions, type LabDevice } from '@naas/device-lab';
import { startTestBench, type TestBench } from '../testing/test-bench.js';

let bench: TestBench;
const devices: LabDevice[] = [];
beforeAll(async () => {
  bench = await startTestBench({ MAX_JOB_OUTPUT_BYTES: '50000' });
  await bench.startWorker();
});
afterEach(() => Promise.all(devices.splice(0).map((device) => device.close())));
afterAll(() => bench.close());

async function device(options: DeviceOptions = {}): Promise<LabDevice> {
  const started = await startDevice(options);
  devices.push(started);
  return started;
}
const receivedLines = ({ received }: LabDevice) => received.map(({ line }) => line);
const config = (commands: readonly string[], more: object = {}) => ({
  request: { kind: 'send-config' as const, commands, ...more },
});

describe('a read job', () => {
  test('returns the output of each command in order, including refused ones', async () => {
    const lab = await device();
    const result = await bench.ended(
      await bench.submit(lab, { request: { commands: ['show lab lines 3', 'show nonsense'] } }),
    );
    expect(result).toMatchObject({ status: 'finished', error: null, error_code: null });
    expect(result.outputs?.map(({ command, refused }) => [command, refused])).toEqual([
      ['show lab lines 3', false],
      ['show nonsense', true],
    ]);
    expect(result.outputs?.[0]?.output.split('\n')).toHaveLength(3);
    expect(lab.logins).toBe(1);
  });

  test('of the structured kind returns the text of each command', async () => {
    const result = await bench.ended(
      await bench.submit(await device(), {
        request: { kind: 'send-command-structured', commands: ['show lab lines 1'] },
      }),
    );
    expect(result).toMatchObject({
      status: 'finished',
      kind: 'send-command-structured',
      results: { 'show lab lines 1': expect.any(String) },
      outputs: [{ command: 'show lab lines 1', refused: false }],
    });
    expect(result.results?.['show lab lines 1']).toBe(result.outputs?.[0]?.output);
  });

  test("uses its caller's enable secret", async () => {
    const lab = await device({ enable: 'other-secret', landsIn: 'exec' });
    const right = await bench.submit(lab, { credentials: { enable: new Secret('other-secret') } });
    expect(await bench.ended(right)).toMatchObject({ status: 'finished' });
    const wrong = await bench.submit(lab, { credentials: { enable: new Secret('wrong-secret') } });
    expect(await bench.ended(wrong)).toMatchObject({ status: 'failed', error_code: 'ENABLE_FAILED' });
  });

  test('over MAX_JOB_OUTPUT_BYTES fails and keeps the outputs before', async () => {
    const result = await bench.ended(
      await bench.submit(await device(), {
        request: { commands: ['show lab lines 300', 'show lab lines 400'] },
      }),
    );
    expect(result).toMatchObject({
      status: 'failed',
      error_code: 'OUTPUT_TOO_LARGE',
      error_retryable: false,
      results: null,
    });
    expect(result.error).toContain('MAX_JOB_OUTPUT_BYTES');
    expect(result.outputs).toHaveLength(1);
  });

  test('ends a command at its expect_string', async () => {
    const lab = await device({ commands: { 'ask me': 'Proceed? [confirm]' } });
    const result = await bench.ended(
      await bench.submit(lab, { request: { commands: ['ask me'], expectString: '\\[confirm\\]' } }),
    );
    expect(result).toMatchObject({
      status: 'finished',
      outputs: [{ output: expect.stringContaining('[confirm]') }],
    });
  });
});

describe('a configuration job', () => {
  test('configures, then saves', async () => {
    const lab = await device();
    const result = await bench.ended(
      await bench.submit(
        lab,
        config(['interface GigabitEthernet0/1', 'description uplink'], { saveConfig: true }),
      ),
    );
    expect(result).toMatchObject({ status: 'finished', error: null });
    expect(Object.keys(result.results ?? {})).toEqual(['config_set_output', 'save_output']);
    expect(lab.runningConfig.join('\n')).toContain('description uplink');
    expect(lab.startupConfig).toEqual(lab.runningConfig);
  });

  test('commits on Junos', async () => {
    const lab = await device({ personality: 'juniper_junos' });
    const line = 'set system host-name lab9';
    const result = await bench.ended(
      await bench.submit(lab, config([line], { platform: 'juniper_junos', commit: true })),
    );
    expect(result).toMatchObject({ status: 'finished', error: null });
    expect(Object.keys(result.results ?? {})).toEqual(['config_set_output', 'commit_output']);
    expect(lab.runningConfig).toContain(line);
  });

  test('fails with CONFIG_REJECTED at a refused line, sends nothing after it, and keeps the transcript', async () => {
    const lab = await device();
    const result = await bench.ended(
      await bench.submit(
        lab,
        config(['interface GigabitEthernet0/1', 'nonsense line', 'description never'], { saveConfig: true }),
      ),
    );
    expect(result).toMatchObject({ status: 'failed', error_code: 'CONFIG_REJECTED', results: null });
    expect(result.outputs).toEqual([
      expect.objectContaining({
        command: 'config_set_output',
        refused: true,
        output: expect.stringContaining('nonsense line'),
      }),
    ]);
    expect(result.error).toContain('2');
    expect(receivedLines(lab)).not.toContain('description never');
    expect(receivedLines(lab)).not.toContain('write memory');
  });

  test('waits for the one before it on its device, without overlap and in order', async () => {
    const lab = await device({ latencyMs: 5 });
    const numbers = [1, 2, 3, 4, 5];
    const jobIds: string[] = [];
    for (const number of numbers) {
      jobIds.push(
        await bench.submit(lab, config(['interface GigabitEthernet0/1', `description from ${number}`])),
      );
    }
    const results = await Promise.all(jobIds.map((jobId) => bench.ended(jobId)));
    expect(results.map(({ status }) => status)).toEqual(numbers.map(() => 'finished'));
    const descriptions = lab.received.filter(({ line }) => line.startsWith('description'));
    expect(descriptions.map(({ line }) => line)).toEqual(
      numbers.map((number) => `description from ${number}`),
    );
    for (const [index, { started_at }] of results.entries()) {
      if (index > 0) {
        expect(Date.parse(started_at ?? '')).toBeGreaterThanOrEqual(
          Date.parse(results[index - 1]?.ended_at ?? ''),
        );
      }
    }
    expect(lab.peakSessions).toBe(1);
  });
});
