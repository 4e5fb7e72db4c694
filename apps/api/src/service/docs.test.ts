import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDocFile } from './docs.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** URLs of all resources that a page loads. */
const loadedBy = (html: string): readonly string[] =>
  [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target = '']) => target);

test('200 from the documentation page; everything it loads is served here', async () => {
  const { status, text, headers } = await api.ask('/apidoc', { as: null });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const targets = loadedBy(text).filter((target) => target !== 'data:,');
  expect(targets).toEqual([
    '/apidoc/swagger-ui.css',
    '/apidoc/swagger-ui-bundle.js',
    '/apidoc/initializer.js',
  ]);
  for (const target of targets) {
    const asset = await api.ask(target, { as: null });
    expect([asset.status, asset.headers.get('content-type'), asset.text.length > 100]).toEqual([
      200,
      target.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
      true,
    ]);
  }
});

test('the page has no inline script, and its policy forbids inline scripts and other hosts', async () => {
  const { text, headers } = await api.ask('/apidoc', { as: null });
  expect([...text.matchAll(/<script(?![^>]*\bsrc=)/g)]).toEqual([]);
  expect(text).not.toMatch(/\son\w+=/);
  const policy = new Map(
    (headers.get('content-security-policy') ?? '')
      .split('; ')
      .map((part) => [part.split(' ')[0] ?? '', part.split(' ').slice(1)]),
  );
  expect([policy.get('default-src'), policy.get('script-src'), policy.get('connect-src')]).toEqual([
    ["'none'"],
    ["'self'"],
    ["'self'"],
  ]);
  expect(policy.has('upgrade-insecure-requests')).toBe(false); // plain HTTP behind a proxy must work
});

test('the script of the page loads nothing from other hosts', async () => {
  expect((await api.ask('/apidoc/initializer.js', { as: null })).text).not.toMatch(/https?:/);
});

test('200 from the OpenAPI document, with the routes that the settings enable', async () => {
  const { status, json, headers } = await api.ask('/apidoc/openapi.json', { as: null });
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  expect(json).toMatchObject({
    openapi: '3.1.1',
    paths: { '/v2/jobs/{job_id}': { get: { 'x-permission': 'job:read' } }, '/metrics': {} },
  });
});

test.each(['/apidoc/swagger-ui.js', '/apidoc/..%2fpackage.json', '/apidoc/../package.json'])(
  '404 for %s, which is not part of the page',
  async (path) => {
    expect((await api.ask(path, { as: null })).status).toBe(404);
  },
);

test('a file is read once, and again only after a failure', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'naas-docs-'));
  const answer = readDocFile('swagger-ui.css', () => folder);
  await expect(answer()).rejects.toThrow(/ENOENT/);
  await writeFile(join(folder, 'swagger-ui.css'), 'first');
  const texts = [await answer(), await answer()].map(({ text }) => text);
  await rm(folder, { recursive: true });
  expect([...texts, (await answer()).text]).toEqual(['first', 'first', 'first']);
});
