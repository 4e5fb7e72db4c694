import type { JobResult } from '@naas/contract';
import type { CalledJob } from './caller.js';
import type { Received } from './bed/lab-messages.js';
import { judge } from './verdict.js';

type Ending = Pick<JobResult, 'status'> & Partial<JobResult>;

function job(number: number, kind: CalledJob['plan']['kind'], ending: Ending): CalledJob {
  const mark = `kill-${number}`;
  const lines =
    kind === 'send-config' ? [`description ${mark} a`, `description ${mark} b`] : [`show job ${mark}`];
  const outputs = [{ command: '', output: mark, refused: false, started_at: '', duration_ms: 1 }];
  return {
    plan: { mark, kind, device: 0, lines, body: {} },
    id: `id-${number}`,
    result: { outputs, error_code: null, ...ending } as JobResult, // the verdict reads no other field
  };
}

const config = (ending: Ending): CalledJob => job(1, 'send-config', ending);
const received = (...lines: readonly string[]): readonly Received[] =>
  lines.map((line, index) => ({ device: 0, connection: index + 1, line }));
const both = received('description kill-1 a', 'description kill-1 b');

test('a finished configuration job whose lines were received once has no misses', () => {
  expect(judge([config({ status: 'finished' })], both, [])).toEqual({
    jobs: 1,
    executed: 1,
    finished: 1,
    failed: {},
    lost: 0,
    twice: 0,
    misses: [],
  });
});

test.each([
  [
    'not ended',
    config({ status: 'started' }),
    both,
    { lost: 1, twice: 0 },
    /^kill-1 \(job id-1\) has not ended: started$/,
  ],
  [
    'gone',
    { ...config({ status: 'queued' }), result: null },
    both,
    { lost: 1, twice: 0 },
    /has not ended: gone$/,
  ],
  [
    'finished without one of its lines',
    config({ status: 'finished' }),
    received('description kill-1 a'),
    { lost: 1, twice: 0 },
    /never received "description kill-1 b"/,
  ],
  [
    'finished, a line twice',
    config({ status: 'finished' }),
    [...both, ...received('description kill-1 b')],
    { lost: 0, twice: 1 },
    /received "description kill-1 b" 2 times, on connections 2, 1/,
  ],
  [
    'failed as lost, a line twice',
    config({ status: 'failed', error_code: 'WORKER_LOST' }),
    received('description kill-1 a', 'description kill-1 a'),
    { lost: 0, twice: 1 },
    /2 times/,
  ],
  [
    'failed with another code',
    config({ status: 'failed', error_code: 'UNKNOWN', error: 'why' }),
    both,
    { lost: 0, twice: 0 },
    /failed with UNKNOWN: why/,
  ],
  ['cancelled', config({ status: 'cancelled' }), [], { lost: 0, twice: 0 }, /was cancelled/],
  [
    'a read job with the output of another',
    job(1, 'send-command', {
      status: 'finished',
      outputs: [{ command: '', output: 'kill-2', refused: false, started_at: '', duration_ms: 1 }],
    }),
    received('show job kill-1'),
    { lost: 0, twice: 0 },
    /output of another command/,
  ],
])('a miss is reported for a job that is %s', (_, called, lines, counts, miss) => {
  const verdict = judge([called], lines, ['WORKER_LOST']);
  expect(verdict).toMatchObject(counts);
  expect(verdict.misses.some((text) => miss.test(text))).toBe(true);
});

test('a read job may run twice, and a job that was never accepted is not counted', () => {
  const shown = job(2, 'send-command', { status: 'finished' });
  const never = { ...config({ status: 'queued' }), id: null, result: null };
  expect(judge([shown, never], received('show job kill-2', 'show job kill-2'), [])).toMatchObject({
    jobs: 1,
    lost: 0,
    twice: 0,
    misses: [],
  });
});

test('a miss is reported for two overlapping configurations of a device', () => {
  const jobs = [config({ status: 'finished' }), job(2, 'send-config', { status: 'finished' })];
  const { misses } = judge(
    jobs,
    received('description kill-1 a', 'description kill-2 a', 'description kill-1 b', 'description kill-2 b'),
    [],
  );
  expect(misses).toEqual([
    expect.stringContaining('kill-1: device 0 received "description kill-1 b"'),
    expect.stringContaining('kill-2: device 0 received "description kill-2 b"'),
  ]);
});
