import { randomUUID } from 'node:crypto';
import { basic, startTestApi, type TestApi } from '../testing/start-test-api.js';
import { bootstrap, keySettings } from '../testing/api-keys.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(keySettings);
});
afterAll(() => api.close());

const controls = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'];
const host = '192.0.2.1';
const commands = ['show clock'];
const devices = [{ host }];

/** The paths of the faults of a body. */
async function faults(path: string, json: object): Promise<readonly unknown[]> {
  const { status, json: answer } = await api.ask(path, { as: bootstrap, json });
  expect(status).toBe(422);
  // The contract defines the type.
  return (answer['details'] as readonly { readonly path: string; readonly message: string }[]).map(
    ({ path: at, message }) => [at, message],
  );
}
const message = 'must be a single line that is not blank, without control characters';

test.each(controls)(
  '422 for the bidirectional control %j in a line, name or password, with its path',
  async (bad) => {
    const text = `a${bad}b`;
    const cases = [
      ['/v2/send-command', { host, commands: ['show clock', text] }, '/commands/1'],
      ['/v2/send-command-structured', { host, commands: [text] }, '/commands/0'],
      ['/v2/send-config', { host, config: [text] }, '/config/0'],
      ['/v2/send-command', { host, commands, username: text, password: 'p' }, '/username'],
      ['/v2/send-command', { host, commands, username: 'u', password: text }, '/password'],
      ['/v2/send-command', { host, commands, enable: text }, '/enable'],
      ['/v2/send-config/batch', { devices, commands: [text] }, '/commands/0'],
      ['/v2/send-command/batch', { devices: [{ host, enable: text }], commands }, '/devices/0/enable'],
      [`/v2/jobs/${randomUUID()}/replay`, { username: 'u', password: text }, '/password'],
      ['/v2/api-keys', { role: 'viewer', contexts: ['*'], description: text }, '/description'],
    ] as const;
    for (const [path, json, at] of cases) expect(await faults(path, json)).toEqual([[at, message]]);
  },
);

test('401 for one in Basic credentials', async () => {
  const authorization = basic('admin:sec\u202eret');
  const { status, json } = await api.ask('/v2/jobs', { as: null, headers: { authorization } });
  expect([status, json['error']]).toEqual([
    401,
    'The Basic credentials contain a control character, such as a line break at the end; send them without it.',
  ]);
});

test('202 for text that is written from right to left', async () => {
  const json = { host, commands: ['description שלום مرحبا'], password: 'سر', username: 'משה' };
  expect((await api.ask('/v2/send-config', { json })).status).toBe(202);
});
