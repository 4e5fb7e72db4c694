import { randomUUID } from 'node:crypto';
import { startDevice, type LabDevice } from '@naas/device-lab';
import type { JobAccepted } from '@naas/contract';
import { startService, type Service } from '../programs.js';

// Two API processes share one Redis, as behind a load balancer.

let service: Service;
let urls: readonly string[];
let device: LabDevice;

beforeAll(async () => {
  service = await startService({ HOST_KEY_POLICY: 'accept' });
  urls = [service.url, await service.startApi()];
  device = await startDevice({ personality: 'cisco_nxos', username: 'ops', password: 'lab-password' });
});
afterAll(async () => {
  await service.close();
  await device.close();
});

type Fields = Readonly<Record<string, unknown>>;

/** The fields of the contract's job list that are read here. */
interface JobPage {
  readonly total: number;
  readonly jobs: readonly { readonly job_id: string }[];
}

const basic = (username: string, password = 'lab-password'): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

let calls = 0;

/** Sends a request to the APIs in turn. */
function call(
  method: string,
  path: string,
  {
    user = 'ops',
    body,
    headers = {},
  }: {
    readonly user?: string;
    readonly body?: Fields;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<Response> {
  const url = urls[calls++ % urls.length] ?? '';
  return fetch(`${url}${path}`, {
    method,
    headers: { authorization: basic(user), 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
}
const target = (): Fields => ({ host: device.host, port: device.port, platform: 'cisco_nxos' });

async function accepted(response: Response): Promise<JobAccepted> {
  expect(response.status).toBe(202);
  return (await response.json()) as JobAccepted; // the contract's body of a 202
}

test('100 equal submits with one idempotency key create one job, and all 100 are accepted', async () => {
  const headers = { 'x-idempotency-key': randomUUID() };
  const before = device.logins;
  const answers = await Promise.all(
    Array.from({ length: 100 }, async () =>
      accepted(
        await call('POST', '/v2/send-config', {
          body: { ...target(), commands: ['hostname lab7'] },
          headers,
        }),
      ),
    ),
  );
  expect(new Set(answers.map(({ job_id: id }) => id)).size).toBe(1);
  expect(answers.filter(({ idempotent }) => !idempotent)).toHaveLength(1);
  await call('GET', `/v2/jobs/${answers[0]?.job_id ?? ''}`, { headers: { prefer: 'wait=20' } });
  expect(device.logins - before).toBe(1);
  expect(device.received.filter(({ line }) => line === 'hostname lab7')).toHaveLength(1);
});

test('100 equal read jobs submitted at once create one job', async () => {
  device.setFaults({ hangOnCommand: 'show lab lines 3' });
  const answers = await Promise.all(
    Array.from({ length: 100 }, async () =>
      accepted(
        await call('POST', '/v2/send-command', { body: { ...target(), commands: ['show lab lines 3'] } }),
      ),
    ),
  );
  expect(new Set(answers.map(({ job_id: id }) => id)).size).toBe(1);
  expect(answers.filter(({ deduplicated }) => !deduplicated)).toHaveLength(1);
  device.setFaults({});
  device.release();
});

test('two callers cannot read, list, stream, cancel or replay jobs of each other, with 500 jobs each', async () => {
  const submit = async (user: string, index: number): Promise<string> =>
    (
      await accepted(
        await call('POST', '/v2/send-config', {
          user,
          body: {
            host: '127.0.0.1',
            port: 1 + index,
            platform: 'cisco_nxos',
            commands: [`hostname lab${index}`],
            conn_timeout: 1,
            tags: { caller: user },
          },
        }),
      )
    ).job_id;
  const ids: Record<string, string[]> = { anna: [], bert: [] };
  for (let index = 0; index < 500; index += 50) {
    const numbers = Array.from({ length: 50 }, (_, offset) => index + offset);
    for (const user of ['anna', 'bert']) {
      ids[user]?.push(...(await Promise.all(numbers.map((number) => submit(user, number)))));
    }
  }
  for (const [mine, theirs] of [
    ['anna', 'bert'],
    ['bert', 'anna'],
  ] as const) {
    const foreign = ids[theirs] ?? [];
    const attempts = [
      ['GET', ''],
      ['GET', '/stream'],
      ['DELETE', ''],
      ['POST', '/replay'],
    ] as const;
    for (const [method, path] of attempts) {
      for (let at = 0; at < foreign.length; at += 100) {
        const statuses = await Promise.all(
          foreign
            .slice(at, at + 100)
            .map(async (id) => (await call(method, `/v2/jobs/${id}${path}`, { user: mine })).status),
        );
        expect([method, path, ...new Set(statuses)]).toEqual([method, path, 403]);
      }
    }
    const pages = await Promise.all(
      Array.from(
        { length: 5 },
        async (_, page) =>
          (await (
            await call('GET', `/v2/jobs?per_page=100&page=${page + 1}`, { user: mine })
          ).json()) as JobPage,
      ),
    );
    expect(new Set(pages.flatMap(({ jobs }) => jobs.map(({ job_id: id }) => id)))).toEqual(
      new Set(ids[mine]),
    );
    expect(pages[0]?.total).toBe(500);
    const filtered = await call('GET', `/v2/jobs?tag=caller:${theirs}`, { user: mine });
    expect(((await filtered.json()) as JobPage).total).toBe(0);
  }
});
