import { keys } from '../keys.js';
import { submission, testQueue, useTestJobs } from '../testing/index.js';
import { LargeJob } from './large-job.js';
import { LargeResult } from './large-result.js';
import type { NewOutput } from '../jobs/types.js';

const bed = useTestJobs({ contexts: ['default'], isFlushed: true });
const queue = testQueue(bed);

const kilobytes = (count: number, text = 'x'): string => text.repeat(Math.ceil((count * 1024) / text.length));
const output = (command: string, text: string): NewOutput => ({
  command,
  output: text,
  refused: false,
  startedAt: new Date(0),
  durationMs: 5,
});

/** Runs a job with these outputs; returns its id. */
async function run(outputs: readonly NewOutput[], isEnded = true): Promise<string> {
  await queue.submit(submission());
  const job = await queue.claimNext();
  for (const [index, one] of outputs.entries()) await bed.jobs.emit(job, index, one);
  if (isEnded) await bed.jobs.finish(job, { status: 'finished' });
  return job.jobId;
}

async function findLarge(jobId: string): Promise<LargeJob> {
  const found = await bed.jobs.find(jobId);
  if (!(found instanceof LargeJob)) throw new Error('not large');
  return found;
}

async function open(jobId: string): Promise<LargeResult> {
  const opened = await (await findLarge(jobId)).open();
  if (!(opened instanceof LargeResult)) throw new Error('not a large result');
  return opened;
}

async function textOf({ pieces }: { pieces: () => AsyncIterable<string | Buffer> }): Promise<string> {
  const all: Buffer[] = [];
  for await (const piece of pieces()) all.push(Buffer.from(piece));
  return Buffer.concat(all).toString();
}

const streamed = async (jobId: string): Promise<string> => {
  const result = await open(jobId);
  return textOf({ pieces: () => result.pieces() });
};
const inMemory = async (jobId: string): Promise<string> =>
  JSON.stringify((await bed.jobs.get(jobId))?.result);

test('a small result is found whole', async () => {
  const jobId = await run([output('show a', kilobytes(200)), output('show b', '')]);
  expect(await bed.jobs.find(jobId)).toEqual(await bed.jobs.get(jobId));
});

test('no job is found where there is none', async () => {
  expect(await bed.jobs.find('none')).toBeNull();
});

test('a large result has the JSON of one in memory, byte for byte', async () => {
  const odd = kilobytes(100, 'é"\\\n\u0000\ud800😀 ');
  const jobId = await run([
    output('show "b"', odd),
    output('10', kilobytes(100)),
    output('2', ''),
    output('__proto__', kilobytes(100)),
  ]);
  expect(await streamed(jobId)).toBe(await inMemory(jobId));
});

test('of equal commands the last is in results', async () => {
  const jobId = await run([
    output('show a', kilobytes(200, 'first ')),
    output('show b', 'b'),
    output('show a', kilobytes(200, 'last ')),
  ]);
  const text = await streamed(jobId);
  expect(text).toBe(await inMemory(jobId));
  expect(JSON.parse(text)).toMatchObject({ results: { 'show a': kilobytes(200, 'last ') } });
});

test('a large result that is not finished has no results', async () => {
  const jobId = await run([output('show a', kilobytes(400))], false);
  const text = await streamed(jobId);
  expect(text).toBe(await inMemory(jobId));
  expect(JSON.parse(text)).toMatchObject({ status: 'started', results: null });
});

test('lost outputs are left out and counted, first and last', async () => {
  const jobId = await run([output('show a', kilobytes(400)), output('show b', kilobytes(400))]);
  await bed.redis.lset(keys.outputs(jobId), 0, '');
  await bed.redis.hset(keys.job(jobId), 'missing_outputs', '1');
  const text = await streamed(jobId);
  expect(text).toBe(await inMemory(jobId));
  expect(JSON.parse(text)).toMatchObject({
    outputs: [{ command: 'show b' }],
    error: expect.stringMatching(/^2 outputs/),
  });
});

test('with a damaged output none is shown, and the error says so', async () => {
  const jobId = await run([output('show a', kilobytes(400)), output('show b', kilobytes(400))]);
  const sealed = await bed.redis.lindexBuffer(keys.outputs(jobId), 1);
  await bed.redis.lset(keys.outputs(jobId), 1, sealed?.fill(0, 1000, 1001) ?? '');
  const opened = await (await findLarge(jobId)).open();
  expect(opened).toEqual(await bed.jobs.get(jobId));
  expect(opened).toMatchObject({ result: { outputs: null, error: expect.stringContaining('damaged') } });
});

test('a job that expires before its outputs are read is no more; one that expires later breaks off', async () => {
  const jobId = await run([output('show a', kilobytes(400))]);
  const [found, opened] = [await findLarge(jobId), await open(jobId)];
  await bed.redis.del(keys.job(jobId), keys.outputs(jobId));
  expect(await found.open()).toBeNull();
  await expect(textOf({ pieces: () => opened.pieces() })).rejects.toThrow('expired');
});

test('a read job that is begun again meanwhile shows the outputs that are left', async () => {
  const jobId = await run([output('show a', kilobytes(400))], false);
  const found = await findLarge(jobId);
  await bed.redis.del(keys.outputs(jobId));
  const opened = await found.open();
  if (!(opened instanceof LargeResult)) throw new Error('not a large result');
  expect(JSON.parse(await textOf({ pieces: () => opened.pieces() }))).toMatchObject({ outputs: [] });
});

test('the beginning of a result has the texts up to a size, in outputs and in results', async () => {
  const jobId = await run([
    output('show a', 'first'),
    output('show b', kilobytes(1000, 'b')),
    output('show c', kilobytes(1000, 'c')),
    output('show a', 'last'),
  ]);
  const { outputs, results } = await (await open(jobId)).beginning(10_000);
  const lengths = outputs?.map(({ command, output: { length } }) => [command, length]);
  expect(lengths).toMatchObject([
    ['show a', 5],
    ['show b', expect.any(Number)],
    ['show c', 0],
    ['show a', 0],
  ]);
  expect(lengths?.[1]?.[1]).toBeGreaterThanOrEqual(9995);
  expect(lengths?.[1]?.[1]).toBeLessThan(100_000);
  expect(Object.entries(results ?? {}).map(([command, { length }]) => [command, length])).toMatchObject([
    ['show a', 4],
    ['show b', expect.any(Number)],
    ['show c', 0],
  ]);
});

test('only one output is read at a time', async () => {
  const jobId = await run(Array.from({ length: 4 }, (_, index) => output(`show ${index}`, kilobytes(400))));
  await bed.redis.config('RESETSTAT');
  await streamed(jobId);
  const stats = await bed.redis.info('commandstats');
  expect(Number(/cmdstat_lindex:calls=(\d+)/.exec(stats)?.[1])).toBe(12);
  expect(stats).not.toContain('cmdstat_lrange');
});
