import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { keys } from '@naas/core';
import { commandBody, configBody } from '../testing/bodies.js';
import {
  basic,
  startTestApi,
  type Answer,
  type AskOptions,
  type TestApi,
} from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
afterEach(async () => {
  expect(await api.worker.redis.llen(keys.queueWaiting('default'))).toBe(0);
});

const command = (ask: AskOptions) => api.ask('/v2/send-command', ask);
const config = (json: unknown) => api.ask('/v2/send-config', { json });

/** The faults of a 422, as `path message`. */
function faultsOf({ status, json }: Answer): readonly string[] {
  expect([status, json['code'], json['status']]).toEqual([422, 'VALIDATION_FAILED', 422]);
  return (json['details'] as readonly { path: string; message: string }[])
    .map(({ path, message }) => `${path} ${message}`)
    .sort();
}
const commandFaults = async (more: Readonly<Record<string, unknown>>) =>
  faultsOf(await command({ json: { ...commandBody, ...more } }));
const configFaults = async (more: Readonly<Record<string, unknown>>) =>
  faultsOf(await config({ ...configBody, ...more }));

test('422 names every fault, each with its JSON pointer', async () => {
  const faults = faultsOf(
    await command({
      json: {
        ip: '192.0.2.1',
        port: '22',
        commands: ['show version', '', 'a\nb'],
        read_timeout: 0,
        tags: { 'a b': 'x', ok: 'no spaces please' },
      },
    }),
  );
  expect(faults).toEqual([
    '/commands/1 must be a single line that is not blank, without control characters',
    '/commands/2 must be a single line that is not blank, without control characters',
    '/host is required: IPv4 or IPv6 address, or host name (RFC 1123)',
    '/ip is not a field of this request; use "host"',
    '/port must be a whole number, not a string; write 22 without quotes',
    '/read_timeout must be from 1 to 3600',
    '/tags/a b is not a valid name; use 1 to 64 letters, digits, "_" and "-"',
    '/tags/ok must be 1 to 64 characters, each a letter, a digit or one of "_", ":", "." and "-"',
  ]);
});

test('422 with one fault has it in the error itself', async () => {
  const { json } = await command({ json: { ...commandBody, port: 0 } });
  expect(json['error']).toBe('/port must be from 1 to 65535.');
});

test('422 with several faults says how many', async () => {
  expect((await command({ json: {} })).json['error']).toBe('The body has 2 faults; details lists them.');
});

test.each([
  ['null', null],
  ['a list', []],
  ['a string', 'x'],
  ['a number', 1],
  ['true', true],
])('422 for a body that is %s', async (_name, json) => {
  expect(faultsOf(await command({ json }))).toEqual([' The body must be a JSON object']);
  expect(faultsOf(await config(json))).toEqual([' The body must be a JSON object']);
});

test.each([
  [{ device_type: 'cisco_ios' }, '/device_type is not a field of this request; use "platform"'],
  [{ comands: ['x'] }, '/comands is not a field of this request; use "commands"'],
  [{ hots: 'x' }, '/hots is not a field of this request; use "host"'],
  [{ nonsense: 1 }, '/nonsense is not a field of this request; remove it'],
  [{ 'a/b~c': 1 }, '/a~1b~0c is not a field of this request; remove it'],
  [{ constructor: 1 }, '/constructor is not a field of this request; remove it'],
  [{ port: 22.5 }, '/port must be a whole number'],
  [{ port: 65_536 }, '/port must be from 1 to 65535'],
  [{ port: null }, '/port must be a whole number'],
  [{ conn_timeout: '10' }, '/conn_timeout must be a number, not a string; write 10 without quotes'],
  [{ conn_timeout: 301 }, '/conn_timeout must be from 1 to 300'],
  [{ commands: 'show version' }, '/commands must be a list of strings; put the string in square brackets'],
  [{ commands: [] }, '/commands must have at least one entry'],
  [{ commands: [1] }, '/commands/0 must be a string'],
  [{ commands: Array(501).fill('x') }, '/commands must have at most 500 entries'],
  [
    { commands: ['show version\r'] },
    '/commands/0 must be a single line that is not blank, without control characters',
  ],
  [
    { commands: ['show\u2028version'] },
    '/commands/0 must be a single line that is not blank, without control characters',
  ],
  [{ commands: ['  \t'] }, '/commands/0 must be a single line that is not blank, without control characters'],
  [{ host: 'router 1' }, '/host must be an address or host name without spaces'],
  [{ host: '' }, '/host must not be empty'],
  [{ host: '192.0.2.256' }, '/host must be an IPv4 address, an IPv6 address or a host name (RFC 1123)'],
  [{ host: '[2001:db8::1]' }, '/host must be the IPv6 address without brackets'],
  [{ host: 'router1:22' }, '/host must be only the host; give the port as "port"'],
  [{ host: 'ssh://router1' }, '/host must be only the host, not a URL'],
  [{ platform: 'cisco_iso' }, '/platform is an unknown platform: "cisco_iso"; did you mean "cisco_ios"?'],
  [{ platform: 'Junos' }, '/platform is an unknown platform: "Junos"; did you mean "juniper_junos"?'],
  [
    { platform: 'teapot' },
    '/platform is an unknown platform: "teapot"; use one of: cisco_ios, juniper_junos, read_only',
  ],
  [
    { platform: 'constructor' },
    '/platform is an unknown platform: "constructor"; use one of: cisco_ios, juniper_junos, read_only',
  ],
  [{ expect_string: '(' }, '/expect_string is not a valid RE2 pattern: missing closing ): `(?m)(`'],
  [{ expect_string: 'a'.repeat(201) }, '/expect_string must have at most 200 characters'],
  [
    { expect_string: '.{0,1000}'.repeat(20) },
    '/expect_string repeats too much: its counted repeats unfold to 20000 characters, at most 1000 are possible',
  ],
  [
    { expect_string: '(?=a)' },
    '/expect_string is not a valid RE2 pattern: invalid or unsupported Perl syntax: `(?=`',
  ],
  [{ username: 'other' }, '/password is required with "username"'],
  [{ password: 'other' }, '/username is required with "password"'],
  [{ enable: 'a\nb' }, '/enable must not contain a line break or another control character'],
  [{ tags: { a: 1 } }, '/tags/a must be a string'],
  [
    { tags: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`t${index}`, 'x'])) },
    '/tags must have at most 10 entries',
  ],
  [{ save_config: true }, '/save_config is not a field of this request; remove it'],
])('422 for a command with %j', async (more, fault) => {
  expect(await commandFaults(more)).toEqual([fault]);
});

test.each(['textfsm_template', 'ttp_template'])('422 for %s, which is not supported yet', async (name) => {
  expect(await commandFaults({ [name]: 'x' })).toEqual([
    `/${name} is not a field of this request; remove it`,
  ]);
});

test.each([
  [{ commands: undefined }, '/commands is required: Configuration lines, sent in order'],
  [{ config: ['x'] }, '/config means the same as "commands"; give only one of them'],
  [{ save_config: 'true' }, '/save_config must be true or false, not a string; write true without quotes'],
  [
    { commit: true },
    '/commit is not supported on cisco_ios, where each line takes effect at once; leave it out',
  ],
  [
    { platform: 'juniper_junos', save_config: true },
    '/save_config is not supported on juniper_junos, which has no command to save its configuration; leave it out',
  ],
  [
    { platform: 'read_only' },
    '/platform must support configuration, but read_only supports only commands; use send-command',
  ],
  [{ dry_run: true }, '/dry_run is not a field of this request; remove it'],
  [{ commit_confirm_minutes: 5 }, '/commit_confirm_minutes is not a field of this request; remove it'],
  [{ expect_string: 'x' }, '/expect_string is not a field of this request; remove it'],
])('422 for a configuration with %j', async (more, fault) => {
  expect(await configFaults(more)).toEqual([fault]);
});

test('422 lists faults of the schema and of the platform together', async () => {
  expect(await configFaults({ platform: 'juniper_junos', save_config: true, port: 0 })).toHaveLength(2);
});

test('422 within a second, with a bounded list, for a body full of faults', async () => {
  const fields = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`field${index}`, 0]));
  const startedAt = performance.now();
  const faults = await commandFaults({ ...fields, commands: Array(100_000).fill(1) });
  expect(performance.now() - startedAt).toBeLessThan(1000);
  expect(faults.length).toBeLessThan(1000);
});

test('422 never repeats a password or a command', async () => {
  const { text } = await command({
    json: { ...commandBody, commands: ['secret-command\n'], username: 'u', password: 'hunter2\n', enable: 5 },
  });
  expect(text).not.toMatch(/secret-command|hunter2/);
});

test.each(['{', '{"host": "r1",}', "{'host': 'r1'}", 'host=r1', '\u0000'])(
  '400 INVALID_JSON for %j',
  async (raw) => {
    const { status, json } = await command({ raw });
    expect([status, json['code']]).toEqual([400, 'INVALID_JSON']);
  },
);

test('400 INVALID_JSON gives the position, and does not repeat the text', async () => {
  const { json, text } = await command({ raw: '{"password": "hunter2", }' });
  expect(json['error']).toContain('position 24');
  expect(text).not.toContain('hunter2');
});

test('400 INVALID_JSON for an empty body and for no body', async () => {
  for (const raw of ['', undefined]) {
    const { status, json } = await command({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      ...(raw === undefined ? {} : { raw }),
    });
    expect([status, json['code'], json['error']]).toEqual([
      400,
      'INVALID_JSON',
      'The body is empty; send one JSON object.',
    ]);
  }
});

test('400 INVALID_JSON for bytes that are not UTF-8', async () => {
  const raw = Uint8Array.from(Buffer.concat([Buffer.from('{"host":"'), Buffer.of(0xff), Buffer.from('"}')]));
  expect((await command({ raw })).json).toMatchObject({
    code: 'INVALID_JSON',
    error: 'The body is not valid UTF-8; send one JSON object.',
  });
});

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/jsonp',
  'application/json; charset=latin1',
  'application/json; charset=utf-16',
])('415 for Content-Type %s', async (type) => {
  const { status, json } = await command({ json: commandBody, headers: { 'content-type': type } });
  expect([status, json['code']]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
});

test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
  'Content-Type %s is accepted',
  async (type) => {
    expect((await command({ json: {}, headers: { 'content-type': type } })).status).toBe(422);
  },
);

test('415 for a compressed body, which could be a decompression bomb', async () => {
  const bomb = Uint8Array.from(
    gzipSync(JSON.stringify({ ...commandBody, commands: ['x'.repeat(50_000_000)] })),
  );
  const { status, json } = await command({ raw: bomb, headers: { 'content-encoding': 'gzip' } });
  expect([status, json['code']]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
});

test('413 for a body over 1 MiB, with or without Content-Length', async () => {
  const raw = JSON.stringify({ ...commandBody, commands: ['x'.repeat(1_048_576)] });
  const withLength = await command({ raw });
  expect([withLength.status, withLength.json['code']]).toEqual([413, 'BODY_TOO_LARGE']);
  const answer = await fetch(`${api.url}/v2/send-command`, {
    method: 'POST',
    headers: { authorization: basic('a:b'), 'content-type': 'application/json' },
    body: new Blob([raw]).stream(),
    duplex: 'half',
  });
  expect([answer.status, await answer.json()]).toMatchObject([413, { code: 'BODY_TOO_LARGE' }]);
});

test('422, not 413, for a body of exactly 1 MiB', async () => {
  const frame = JSON.stringify({ host: '' }).length;
  const raw = JSON.stringify({ host: 'x'.repeat(1_048_576 - frame) });
  expect([raw.length, (await command({ raw })).status]).toEqual([1_048_576, 422]);
});

test('401 comes before 413, 415, 400 and 422', async () => {
  expect(
    (await command({ as: null, raw: 'x', headers: { 'content-type': 'text/plain', 'x-request-id': 'x' } }))
      .status,
  ).toBe(401);
});

test('422 comes before 400 UNKNOWN_CONTEXT', async () => {
  expect((await command({ json: { ...commandBody, port: 0, context: 'mars' } })).status).toBe(422);
});

test('499 in the log, and no error, for a client that disconnects while sending its body', async () => {
  const id = randomUUID();
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  socket.write(
    `POST /v2/send-command HTTP/1.1\r\nHost: a\r\nAuthorization: ${basic('a:b')}\r\n` +
      `Content-Type: application/json\r\nContent-Length: 100\r\nX-Request-ID: ${id}\r\n` +
      'Expect: 100-continue\r\n\r\n{"host":',
  );
  socket.once('data', () => socket.destroy()); // the API has begun to read: it answers 100 Continue
  expect(JSON.parse(await api.logged(id))).toMatchObject({
    level: 'info',
    route: '/v2/send-command',
    status: 499,
  });
  expect(api.logLines.filter((line) => line.includes('request failed'))).toEqual([]);
});

test.each([
  ['http://hooks.example.net/', 'must begin with https://'],
  ['https://127.0.0.1/hook', 'leads to a private'],
  ['https://user:pass@hooks.example.net/', 'must not hold a user name'],
  ['nonsense', 'must be an absolute URL'],
])('422 for the webhook_url %s', async (url, message) => {
  const { status, json } = await api.ask('/v2/send-command', { json: { ...commandBody, webhook_url: url } });
  expect([status, json]).toMatchObject([
    422,
    { details: [{ path: '/webhook_url', message: expect.stringContaining(message) as string }] },
  ]);
});

test('422 for a webhook_secret without a webhook_url', async () => {
  expect(
    (await api.ask('/v2/send-config', { json: { ...configBody, webhook_secret: 'x' } })).json,
  ).toMatchObject({ details: [{ path: '/webhook_url' }] });
});
