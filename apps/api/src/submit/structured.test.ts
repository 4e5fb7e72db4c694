import { randomUUID } from 'node:crypto';
import { keys } from '@naas/core';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.worker.redis.del(keys.queueWaiting('default'), keys.queueEntries('default'));
});

const path = '/v2/send-command-structured';
const bodyOf = (more: Readonly<Record<string, unknown>> = {}) => ({
  host: '192.0.2.1',
  commands: [`show ${randomUUID()}`],
  ...more,
});

test('202 passes a structured job to the worker; its results are the text of each command', async () => {
  const { status, json } = await api.ask(path, { json: bodyOf({ port: 2222, read_timeout: 5 }) });
  expect([status, json]).toMatchObject([202, { message: 'Job enqueued' }]);
  await api.runNext({ status: 'finished' }, [
    { command: 'show version', output: 'IOS 15', refused: false, startedAt: new Date(0), durationMs: 1 },
  ]);
  const job = await api.ask(`${path}/${String(json['job_id'])}`);
  expect([job.status, job.json]).toMatchObject([
    200,
    {
      kind: 'send-command-structured',
      port: 2222,
      status: 'finished',
      results: { 'show version': 'IOS 15' },
    },
  ]);
});

test('202 with an equal structured job in flight, never with an unstructured one', async () => {
  const json = bodyOf();
  const first = await api.ask(path, { json });
  expect((await api.ask(path, { json })).json).toMatchObject({
    job_id: first.json['job_id'],
    deduplicated: true,
  });
  expect((await api.ask('/v2/send-command', { json })).json).toMatchObject({ deduplicated: false });
});

test.each([['textfsm_template'], ['ttp_template'], ['textfsm_template', 'ttp_template']])(
  '422 for a template, since outputs are not parsed yet: %s %s',
  async (...names) => {
    const { status, json } = await api.ask(path, {
      json: bodyOf(Object.fromEntries(names.map((name) => [name, 'Value X (.+)']))),
    });
    expect([status, json['details']]).toEqual([
      422,
      names.map((name) => ({
        path: `/${name}`,
        message: 'is not supported yet, because outputs are not parsed; leave it out to get {command: text}',
      })),
    ]);
  },
);

test('422 for a field that only other kinds have', async () => {
  const { json } = await api.ask(path, { json: bodyOf({ save_config: true, expect_string: 'x' }) });
  expect(json['details']).toMatchObject([{ path: '/save_config' }, { path: '/expect_string' }]);
});
