import { dumpAll } from '@naas/core/testing';
import { commandBody, configBody } from '../testing/bodies.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

const canaries = ['canary-basic-4711', 'canary-body-4712', 'canary-enable-4713', 'canary-line-4714'] as const;
const [basicPassword, bodyPassword, enable, line] = canaries;
const as = `admin:${basicPassword}`;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

test('no response, log line, metric or Redis key contains a secret, whatever the outcome of the request', async () => {
  const answers = [
    await api.ask('/v2/send-command', { as, json: { ...commandBody, enable } }),
    await api.ask('/v2/send-command', {
      as,
      json: { ...commandBody, username: 'u', password: bodyPassword },
      headers: { 'x-idempotency-key': 'k' },
    }),
    await api.ask('/v2/send-config', {
      as,
      json: { ...configBody, commands: [`username x password ${line}`] },
    }),
    await api.ask('/v2/send-config', {
      as,
      json: { ...configBody, commands: [`${line}\n`], password: bodyPassword, enable: `${enable}\n` },
    }),
    await api.ask('/v2/send-config', { as, raw: `{"password": "${bodyPassword}", ${line}` }),
    await api.ask(`/v2/jobs/${basicPassword}`, { as }),
    await api.ask(`/v2/${basicPassword}`, { as }),
    await api.ask('/v2/send-command', { as: `${as}\n`, json: commandBody }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 422, 400, 404, 404, 401]);
  const stored = await dumpAll(api.worker.redis);
  await api.redis.kill();
  answers.push(
    await api.ask('/v2/send-command', {
      as,
      json: { ...commandBody, username: 'u', password: bodyPassword, enable },
    }),
  );
  expect(answers.at(-1)?.status).toBe(503);
  await api.logged('"status":503');
  const metrics = await api.ask('/metrics', { as: null });
  const everything = [
    ...answers.map(({ text, headers }) => `${text}${JSON.stringify([...headers])}`),
    ...api.logLines,
    metrics.text,
    stored,
  ].join('\n');
  expect(everything).toContain('naas:job:');
  for (const canary of canaries) {
    expect(everything).not.toContain(canary);
    expect(everything).not.toContain(Buffer.from(canary).toString('base64').slice(0, 16));
  }
  expect(everything).not.toContain(Buffer.from(as).toString('base64').slice(0, 20));
});
