import { randomUUID } from 'node:crypto';
import { leastRole, may, type Role } from '@naas/auth';
import { submission } from '@naas/core/testing';
import { routes } from '../routes.js';
import type { CallerRoute, Route } from '../route.js';
import { bearer, bootstrap, keySettings, makeKey } from '../testing/api-keys.js';
import { startTestApi, type Ask, type TestApi } from '../testing/start-test-api.js';

/**
 * Routes of the contract and the least role of each; `null`: open to all. Written once more, so that no
 * change of the table of routes goes unseen.
 */
const contract: readonly (readonly [place: string, role: Role | null])[] = [
  ['post /v2/send-command', 'operator'],
  ['post /v2/send-command-structured', 'operator'],
  ['post /v2/send-config', 'operator'],
  ['get /v2/send-command/:job_id', 'viewer'],
  ['get /v2/send-command-structured/:job_id', 'viewer'],
  ['get /v2/send-config/:job_id', 'viewer'],
  ['get /v2/jobs/:job_id', 'viewer'],
  ['get /v2/jobs/:job_id/stream', 'viewer'],
  ['get /v2/batches/:batch_id/stream', 'viewer'],
  ['delete /v2/jobs/:job_id', 'operator'],
  ['get /v2/jobs', 'viewer'],
  ['get /v2/jobs/failed', 'operator'],
  ['post /v2/jobs/:job_id/replay', 'operator'],
  ['post /v2/send-command/batch', 'operator'],
  ['post /v2/send-config/batch', 'operator'],
  ['get /v2/batches/:batch_id', 'viewer'],
  ['delete /v2/batches/:batch_id', 'operator'],
  ['get /v2/workers', 'operator'],
  ['get /v2/contexts', 'viewer'],
  ['get /v2/platforms', 'viewer'],
  ['post /v2/api-keys', 'admin'],
  ['get /v2/api-keys', 'admin'],
  ['delete /v2/api-keys/:key_id', 'admin'],
  ['post /v2/api-keys/:key_id/rotate', 'admin'],
  ['get /v2/circuits', 'admin'],
  ['delete /v2/circuits', 'admin'],
  ['get /v2/circuits/:context/:host/:port', 'admin'],
  ['delete /v2/circuits/:context/:host/:port', 'admin'],
  ['get /v2/host-keys', 'admin'],
  ['delete /v2/host-keys', 'admin'],
  ['get /healthcheck', null],
  ['get /livez', null],
  ['get /readyz', null],
  ['get /metrics', null],
  ['get /apidoc', null],
  ['get /apidoc/openapi.json', null],
];

const placeOf = ({ method, path }: Route): string => `${method} ${path}`;
const isForCallers = (row: Route): row is CallerRoute => row.permission !== 'public';
const roleOf = (row: Route | undefined): Role | null | undefined =>
  row && (isForCallers(row) ? leastRole(row.permission) : null);
const titled = <R extends Route>(rows: readonly R[]): readonly (readonly [string, R])[] =>
  rows.map((row) => [placeOf(row), row]);

/** Who asks, and the role that the table gives them on a route. */
interface Caller {
  readonly name: string;
  readonly who: Pick<Ask, 'as' | 'headers'>;
  readonly roleOn: (row: CallerRoute) => Role;
}

let api: TestApi;
let callers: readonly Caller[];
beforeAll(async () => {
  api = await startTestApi(keySettings);
  const holder = async (role: Role): Promise<Caller> => ({
    name: role,
    who: bearer((await makeKey(api, { role })).token),
    roleOn: () => role,
  });
  callers = [
    await holder('viewer'),
    await holder('operator'),
    await holder('admin'),
    { name: 'Basic', who: { as: 'admin:secret' }, roleOn: () => 'operator' },
    {
      name: 'Basic with NAAS_ADMIN_SECRET',
      who: { as: bootstrap },
      roleOn: ({ permission }) => (permission === 'key:manage' ? 'admin' : 'operator'),
    },
  ];
});
afterAll(() => api.close());

const examples: Readonly<Record<string, string>> = {
  key_id: 'k-none',
  context: 'default',
  host: '192.0.2.1',
  port: '22',
};

function ask({ method, path, ...row }: Route, who: Pick<Ask, 'as' | 'headers'>, id: string) {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => examples[name] ?? id).replace(/\*\w+/, 'x');
  return api.ask(filled, {
    ...who,
    method: method.toUpperCase(),
    ...('body' in row && row.body ? { json: { username: 'u', password: 'p' } } : {}),
  });
}

/** A job of somebody else that has ended, so that its stream ends too. */
async function foreignJob(): Promise<string> {
  const job = submission({ owner: ['somebody else'] });
  await api.worker.jobs.submit(job);
  await api.worker.jobs.cancel(job.jobId);
  return job.jobId;
}

/** A batch of somebody else whose only job has ended. */
async function foreignBatch(): Promise<string> {
  const batchId = randomUUID();
  const job = submission();
  await api.worker.jobs.submitBatch({ batchId, owner: ['somebody else'], idempotencyKey: null, jobs: [job] });
  await api.worker.jobs.cancel(job.jobId);
  return batchId;
}

test.each(contract)('%s is for %s and above', (place, role) => {
  expect(roleOf(routes.find((row) => placeOf(row) === place))).toBe(role);
});

test('only routes of health, metrics and documentation are public', () => {
  const open = routes.filter((row) => !isForCallers(row)).map(({ path }) => path);
  expect(
    open.filter((path) => !/^\/((v1\/|v2\/)?healthcheck|livez|readyz|metrics|apidoc(\/.*)?)?$/.test(path)),
  ).toEqual([]);
});

test.each(titled(routes.filter((row) => !isForCallers(row))))(
  '%s answers a caller without credentials',
  async (_place, row) => {
    const { status } = await ask(row, { as: null }, randomUUID());
    expect([401, 403, 404, 405]).not.toContain(status);
  },
);

describe.each(titled(routes.filter(isForCallers)))('%s', (_place, row) => {
  test('401 without credentials', async () => {
    const { status, json } = await ask(row, { as: null }, randomUUID());
    expect([status, json['code']]).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('403 for those whose role is not enough, and for nobody else', async () => {
    for (const { name, who, roleOn } of callers) {
      const { status, json } = await ask(row, who, randomUUID());
      const role = roleOn(row);
      const refused = {
        code: 'FORBIDDEN',
        error: `Your role is ${role}; this needs ${leastRole(row.permission)} (permission ${row.permission}).`,
      };
      if (may(role, row.permission))
        expect([name, [401, 403, 405, 500].includes(status)]).toEqual([name, false]);
      else expect([name, status, json]).toMatchObject([name, 403, refused]);
    }
  });
});

const owned = titled(routes.filter(isForCallers).filter(({ path }) => /:(job|batch)_id/.test(path)));

test.each(owned)('403 at %s for all who did not submit it, but for admins', async (_place, row) => {
  for (const { name, who, roleOn } of callers) {
    const { status, json } = await ask(
      row,
      who,
      await (row.path.includes(':batch_id') ? foreignBatch() : foreignJob()),
    );
    if (roleOn(row) === 'admin')
      expect([name, status === 200 || status === 204 || status === 409]).toEqual([name, true]);
    else expect([name, status, json['code']]).toEqual([name, 403, 'FORBIDDEN']);
  }
});
