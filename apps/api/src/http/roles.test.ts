import { randomUUID } from 'node:crypto';
import { requiredRole, may, type Role } from '@naas/auth';
import { submission } from '@naas/core/testing';
import { routes } from '../routes.js';
import type { CallerRoute, Route } from '../route.js';
import { bearer, bootstrap, keySettings, makeKey } from '../testing/api-keys.js';
import { requiredRoles } from '../testing/required-roles.js';
import { startTestApi, type AskOptions, type TestApi } from '../testing/start-test-api.js';

const placeOf = ({ method, path }: Route): string => `${method} ${path}`;
const isForCallers = (row: Route): row is CallerRoute => row.permission !== 'public';
const roleOf = (row: Route | undefined): Role | null | undefined =>
  row && (isForCallers(row) ? requiredRole(row.permission) : null);
const titled = <R extends Route>(rows: readonly R[]): readonly (readonly [string, R])[] =>
  rows.map((row) => [placeOf(row), row]);

/** A caller, and the role that it should have on each route. */
interface Caller {
  readonly name: string;
  readonly who: Pick<AskOptions, 'as' | 'headers'>;
  /** Null: it is not a caller there. */
  readonly roleOn: (row: CallerRoute) => Role | null;
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
    {
      name: 'Basic',
      who: { as: 'admin:secret' },
      roleOn: ({ permission }) => (permission === 'key:manage' ? null : 'operator'),
    },
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

function ask({ method, path, ...row }: Route, who: Pick<AskOptions, 'as' | 'headers'>, id: string) {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => examples[name] ?? id).replace(/\*\w+/, 'x');
  return api.ask(filled, {
    ...who,
    method: method.toUpperCase(),
    ...('body' in row && row.body ? { json: { username: 'u', password: 'p' } } : {}),
  });
}

/** A job of another caller. It has ended, so that its stream ends too. */
async function foreignJob(): Promise<string> {
  const job = submission({ owner: ['another caller'] });
  await api.worker.jobs.submit(job);
  await api.worker.jobs.cancel(job.jobId);
  return job.jobId;
}

/** A batch of another caller whose only job has ended. */
async function foreignBatch(): Promise<string> {
  const batchId = randomUUID();
  const job = submission();
  await api.worker.jobs.submitBatch({
    batchId,
    owner: ['another caller'],
    idempotencyKey: null,
    jobs: [job],
  });
  await api.worker.jobs.cancel(job.jobId);
  return batchId;
}

test.each(requiredRoles)('%s is for %s and above', (place, role) => {
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

  test('403 for callers with a lower role, and only for those', async () => {
    for (const { name, who, roleOn } of callers) {
      const { status, json } = await ask(row, who, randomUUID());
      const role = roleOn(row);
      const refused = {
        code: 'FORBIDDEN',
        error: `Your role is ${role}, but this needs ${requiredRole(row.permission)} (permission ${row.permission}).`,
      };
      if (role === null) expect([name, status, json['code']]).toEqual([name, 401, 'UNAUTHENTICATED']);
      else if (may(role, row.permission))
        expect([name, [401, 403, 405, 500].includes(status)]).toEqual([name, false]);
      else expect([name, status, json]).toMatchObject([name, 403, refused]);
    }
  });
});

const owned = titled(routes.filter(isForCallers).filter(({ path }) => /:(job|batch)_id/.test(path)));

test.each(owned)('403 at %s for another caller, unless it is an admin', async (_place, row) => {
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
