import { randomUUID } from 'node:crypto';
import { commandBody } from '../testing/bodies.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';
import { canonicalUuid } from './request-headers.js';

const uuid = '3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f';
const digits = uuid.replaceAll('-', '');

test.each([uuid, uuid.toUpperCase(), digits, digits.toUpperCase()])('%s is the UUID %s', (text) => {
  expect(canonicalUuid(text)).toBe(uuid);
});

test.each([
  '',
  'x',
  `${uuid}0`,
  digits.slice(1),
  `${digits}0`,
  `{${uuid}}`,
  uuid.replace('-', ''),
  `${uuid}\n`,
])('%j is no UUID', (text) => {
  expect(canonicalUuid(text)).toBeUndefined();
});

describe('an X-Request-ID', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const submit = (id: string) =>
    api.ask('/v2/send-command', {
      json: { ...commandBody, commands: [`show ${randomUUID()}`] },
      headers: { 'x-request-id': id },
    });

  test.each([
    (id: string) => id,
    (id: string) => id.toUpperCase(),
    (id: string) => id.replaceAll('-', ''),
    (id: string) => id.replaceAll('-', '').toUpperCase(),
  ])('is the id of the job in every usual form, and one id in all of them', async (form) => {
    const id = randomUUID();
    const { status, json, headers } = await submit(form(id));
    expect([status, json['job_id'], headers.get('x-request-id')]).toEqual([202, id, id]);
    expect((await api.ask(`/v2/jobs/${form(id)}`)).json['job_id']).toBe(id);
    expect((await submit(id)).json['code']).toBe('DUPLICATE_REQUEST_ID');
  });

  test.each(['probe-7', 'x'.repeat(300), `{${uuid}}`])(
    'of another form is refused on a submit, and replaced by a new one elsewhere: %s',
    async (id) => {
      const refused = await submit(id);
      expect([refused.status, refused.json['error']]).toEqual([
        400,
        `X-Request-ID must be a UUID, such as ${uuid}, since it becomes the id of the job; correct it or leave ` +
          'it out.',
      ]);
      const batch = { commands: ['show clock'], devices: [{ host: '192.0.2.1' }] };
      for (const [path, json] of [
        ['/v2/jobs', undefined],
        [`/v2/jobs/${uuid}`, undefined],
        ['/v2/send-command/batch', batch],
      ] as const) {
        const headers = { 'x-request-id': id };
        const answer = await api.ask(path, { headers, ...(json ? { json } : {}) });
        expect([200, 202, 404]).toContain(answer.status);
        expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      }
    },
  );
});
