import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApi } from '../testing/start-test-api.js';
import { selfSignedPaths } from './self-signed.js';

test('200 over HTTPS to a client that trusts the certificate in NAAS_STATE_DIR', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'naas-https-'));
  const api = await startTestApi({ NAAS_TLS: 'on', NAAS_STATE_DIR: directory });
  const ca = await readFile(selfSignedPaths(directory).cert, 'utf8');
  const status = await new Promise((resolve, reject) => {
    get(`${api.url}/healthcheck`, { ca, agent: false }, (answer) => resolve(answer.resume().statusCode)).on(
      'error',
      reject,
    );
  });
  expect([api.url.slice(0, 18), status]).toEqual(['https://127.0.0.1:', 200]);
  await api.close();
  await rm(directory, { recursive: true });
});
