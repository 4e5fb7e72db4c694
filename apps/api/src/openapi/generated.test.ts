import fc from 'fast-check';
import { bootstrap, keySettings, makeKey } from '../testing/api-keys.js';
import { Judge } from '../testing/contract/judge.js';
import { generatedRequests } from '../testing/contract/generated-requests.js';
import { openRawClient, type RawClient, type RawRequest } from '../testing/contract/send-raw.js';
import { basic, startTestApi, type TestApi } from '../testing/start-test-api.js';
import { commandBody } from '../testing/bodies.js';

/** Number of requests. Set CONTRACT_REQUESTS for more, and CONTRACT_SEED for different ones. */
const count = Number(process.env['CONTRACT_REQUESTS'] ?? 2000);
const seed = Number(process.env['CONTRACT_SEED'] ?? 20_261_125);

/** Number of requests generated at a time, to limit the memory for long runs. */
const chunkSize = 500;

jest.setTimeout(20_000 + count * 30);

let api: TestApi;
let client: RawClient;
beforeAll(async () => {
  api = await startTestApi({
    ...keySettings,
    NAAS_CONTEXTS: 'default,core',
    RATE_LIMIT_ENABLED: 'true',
    RATE_LIMIT_PER_CALLER: '1000000',
    RATE_LIMIT_PER_CALLER_DEVICE: '40',
    LOG_LEVEL: 'error',
  });
  client = openRawClient(api.url);
});
afterAll(async () => {
  client.close();
  await api.close();
});

/** Callers of every kind, and ids of jobs in several states. */
async function sources() {
  const keys = await Promise.all(
    [
      { role: 'viewer' },
      { role: 'operator' },
      { role: 'admin' },
      { role: 'operator', contexts: ['core'] },
    ].map((body) => makeKey(api, body)),
  );
  const submitted = async (end: 'finished' | 'failed' | null, host: string): Promise<string> => {
    const { json } = await api.ask('/v2/send-command', { json: { ...commandBody, host } });
    if (end !== null) {
      await api.runNext(
        end === 'finished' ? { status: end } : { status: end, code: 'AUTH_FAILURE', message: 'Refused.' },
      );
    }
    return String(json['job_id']);
  };
  const jobs = [
    await submitted('finished', '192.0.2.51'),
    await submitted('failed', '192.0.2.52'),
    await submitted(null, '192.0.2.53'),
  ];
  const batch = await api.ask('/v2/send-command/batch', {
    json: { commands: ['show clock'], devices: [{ host: '192.0.2.54' }] },
  });
  const batches = typeof batch.json['batch_id'] === 'string' ? [batch.json['batch_id']] : ['none'];
  return {
    callers: [
      undefined,
      basic('admin:secret'),
      basic('other:secret'),
      basic(bootstrap),
      ...keys.map(({ token }) => `Bearer ${token}`),
    ],
    known: {
      job_id: jobs,
      batch_id: batches,
      key_id: keys.slice(3).map(({ keyId }) => keyId),
      context: ['default', 'core', 'nowhere'],
      host: ['192.0.2.1', 'r1'],
      port: ['22', '0'],
    },
  };
}

const describeRequest = (request: RawRequest): string =>
  JSON.stringify({
    ...request,
    body: request.body?.toString().slice(0, 400),
    path: request.path.slice(0, 200),
  });

test(`${count} generated requests: all responses match the document, without stack traces or defects`, async () => {
  const document = (await api.ask('/apidoc/openapi.json')).json;
  const judge = new Judge(document);
  const requests = generatedRequests({ document, operations: judge.operations, ...(await sources()) });
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  const ask = async (request: RawRequest): Promise<void> => {
    const answer = await client.send(request).catch((error: unknown) => String(error));
    if (typeof answer === 'string') return void faults.push(`${answer}: ${describeRequest(request)}`);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    for (const fault of judge.faults(request, answer))
      faults.push(`${fault}: ${describeRequest(request)} -> ${answer.status} ${answer.body.slice(0, 300)}`);
  };
  for (let done = 0; done < count; done += chunkSize) {
    const made = fc.sample(requests, { seed: seed + done, numRuns: Math.min(chunkSize, count - done) });
    for (let at = 0; at < made.length; at += 8) await Promise.all(made.slice(at, at + 8).map(ask));
  }
  const counts = [...statuses].sort(([one], [other]) => one - other);
  if (faults.length > 0) {
    throw new Error(
      `${faults.length} faults (seed ${seed}; statuses ${JSON.stringify(counts)}):\n${faults.slice(0, 20).join('\n')}`,
    );
  }
  expect(counts.map(([status]) => status)).toEqual(
    expect.arrayContaining([200, 202, 204, 400, 401, 403, 404, 405, 413, 415, 422]),
  );
  expect([...statuses.values()].reduce((sum, one) => sum + one, 0)).toBe(count);
});
