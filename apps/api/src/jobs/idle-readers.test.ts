import { once } from 'node:events';
import { Agent, get, type ClientRequest, type IncomingMessage } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { finishedJob, jsonOf, megabytes, outputNamed } from '../testing/large-job.js';
import { basic, startTestApi, type TestApi } from '../testing/start-test-api.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void; // what the flag exposes

jest.setTimeout(60_000); // hundreds of megabytes, on whatever machine

let api: TestApi;
const rejections: unknown[] = [];
const onRejection = (reason: unknown): void => void rejections.push(reason);
beforeEach(async () => {
  process.on('unhandledRejection', onRejection);
  api = await startTestApi({ RATE_LIMIT_ENABLED: 'false', JOB_DEDUP_ENABLED: 'false' });
});
afterEach(async () => {
  await api.close();
  process.off('unhandledRejection', onRejection);
  expect(rejections).toEqual([]);
});

/** One reader. It reads nothing until its response is read. */
interface Reader {
  readonly request: ClientRequest;
  readonly response: Promise<IncomingMessage | null>;
}

function read(jobId: string): Reader {
  const headers = { authorization: basic('admin:secret') };
  const request = get(`${api.url}/v2/jobs/${jobId}`, { headers, agent: new Agent() });
  const response = once(request, 'response').then(
    ([message]) => message as IncomingMessage, // the argument of the event
    () => null,
  );
  request.on('error', () => undefined);
  return { request, response };
}

/** Number of large results that are being sent, according to the API's metrics. */
const sending = async (): Promise<number> =>
  Number(/^naas_large_results (\d+)/m.exec((await api.ask('/metrics', { as: null })).text)?.[1]);

/**
 * Memory that this process holds, in megabytes: the least of some readings, the last one as soon as it is under
 * `limit`. A single one also counts what is only passing through, such as a reply of Redis that is being read,
 * and buffers that are free but not yet swept. Each holds up the event loop, so there are not many.
 */
async function megabytesHeld({ limit, readings }: { limit: number; readings: number }): Promise<number> {
  let least = Infinity;
  for (let reading = 0; reading < readings && least >= limit; reading += 1) {
    await new Promise(setImmediate);
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    least = Math.min(least, (heapUsed + external) / 1_000_000);
  }
  return least;
}

async function textOf(response: IncomingMessage | null): Promise<string> {
  const all: Buffer[] = [];
  for await (const bytes of response ?? []) all.push(bytes as Buffer); // no encoding is set
  return Buffer.concat(all).toString();
}

test('40 clients that read nothing hold the outputs of 4, and the others get their turn', async () => {
  const jobId = await finishedJob(api);
  const before = await megabytesHeld({ limit: 0, readings: 3 });
  const readers = Array.from({ length: 40 }, () => read(jobId));
  let answered = 0;
  for (const { response } of readers) void response.then((one) => (answered += one ? 1 : 0));
  while (answered < 4) await new Promise(setImmediate);
  expect([answered, await sending()]).toEqual([4, 4]);
  // One output of 15.5 MB for each of the 4; for each of the 40 it would be 620 MB.
  const limit = before + 150;
  expect(await megabytesHeld({ limit, readings: 20 })).toBeLessThan(limit);
  for (const { request } of readers.slice(0, 39)) request.destroy();
  const last = readers[39];
  expect((await textOf((await last?.response) ?? null)) === (await jsonOf(api, jobId))).toBe(true);
  while ((await sending()) > 0);
});

test('a client that goes away in the middle gives its place back', async () => {
  const jobId = await finishedJob(api, [outputNamed('show a', megabytes(15))]);
  for (let count = 0; count < 10; count += 1) {
    const { request, response } = read(jobId);
    await once((await response) ?? request, 'readable');
    request.destroy();
  }
  while ((await sending()) > 0);
  expect(api.logLines.join('\n')).not.toContain('request failed');
});

test('a job that expires in the middle breaks the connection', async () => {
  const jobId = await finishedJob(api, [outputNamed('show a', megabytes(15))]);
  const { response } = read(jobId);
  const message = await response;
  await api.worker.redis.flushall();
  await expect(textOf(message)).rejects.toThrow('aborted');
  while ((await sending()) > 0);
});

test('clients that read nothing do not delay a stop, and those that wait are refused', async () => {
  const jobId = await finishedJob(api, [outputNamed('show a', megabytes(15))]);
  const readers = Array.from({ length: 6 }, () => read(jobId));
  const codes = readers.map(({ response }) => response.then((one) => one?.statusCode));
  for (let answered = 0; answered < 4;) {
    await Promise.race(codes);
    answered = await sending();
  }
  await api.stop();
  const statuses = await Promise.all(codes);
  expect(statuses.filter((code) => code === 200).length).toBeLessThanOrEqual(4);
  expect(statuses).toContain(429);
});
