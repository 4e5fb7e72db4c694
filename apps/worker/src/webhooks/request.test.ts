import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Secret, WebhookRules } from '@naas/core';
import { sendWebhook, type HostAddress, type WebhookRequest } from './request.js';
import { signatureHeaders } from './signature.js';

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The name the sender asked for in its TLS greeting. */
  readonly name: unknown;
}

const name = 'hooks.example.net';
const body = '{"job_id":"1"}';
const here: HostAddress = { address: '127.0.0.1', family: 4 };
/** Makes a key and a self-signed certificate of `name`, and of no address. */
function makePair(): { readonly key: string; readonly cert: string } {
  const directory = mkdtempSync(join(tmpdir(), 'naas-webhook-'));
  const keyFile = join(directory, 'key.pem');
  try {
    const kind = [
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ];
    const cert = execFileSync(
      'openssl',
      ['req', ...kind, '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', keyFile],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    return { key: readFileSync(keyFile, 'utf8'), cert };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
const pair = makePair();

let server: Server;
const heard: Heard[] = [];
const asked: string[] = [];

beforeAll(async () => {
  server = createServer(pair, (request, response) => {
    void text(request).then((said) => {
      heard.push({
        headers: request.headers,
        body: said,
        name: 'servername' in request.socket && request.socket.servername,
      });
      response.writeHead(204).end();
    });
  }).listen(0, here.address);
  await once(server, 'listening');
});
afterAll(() => server.close());
beforeEach(() => {
  heard.length = 0;
  asked.length = 0;
});

/** Sends to the server above under a name that only the test's own resolver knows. */
function send(more: Partial<WebhookRequest> = {}, host = name) {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const rules = new WebhookRules({ WEBHOOK_ALLOW_HTTP: false, WEBHOOK_ALLOW_HOSTS: ['127.0.0.1'] });
  const resolve = (one: string) => {
    asked.push(one);
    return Promise.resolve([here]);
  };
  return sendWebhook({
    url: `https://${host}:${port}/hook`,
    body,
    headers: signatureHeaders(body, new Secret('key'), new Date()),
    timeoutMs: 5000,
    rules,
    resolve,
    ...more,
  });
}

test('a receiver with a self-signed certificate is told nothing', async () => {
  expect(await send()).toEqual({ outcome: 'retry', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(heard).toEqual([]);
});

test('a receiver whose certificate is trusted gets the signed body, at the address that was checked', async () => {
  expect(await send({ ca: pair.cert })).toEqual({ outcome: 'delivered' });
  expect(heard).toMatchObject([
    {
      body,
      name,
      headers: {
        host: expect.stringMatching(`^${name}:\\d+$`),
        'x-naas-signature-256': `sha256=${createHmac('sha256', 'key').update(body).digest('hex')}`,
      },
    },
  ]);
  expect(asked).toEqual([name]);
});

test('a name that leads elsewhere when it is asked again changes nothing', async () => {
  const answers = [[here], [{ address: '127.0.0.2', family: 4 }]];
  expect(await send({ ca: pair.cert, resolve: () => Promise.resolve(answers.shift() ?? []) })).toEqual({
    outcome: 'delivered',
  });
  expect(answers).toHaveLength(1);
});

test.each(['other.example.net', '127.0.0.1'])(
  'a certificate of another name than %s is refused, wherever it was reached',
  async (host) => {
    expect(await send({ ca: pair.cert }, host)).toEqual({
      outcome: 'retry',
      reason: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    expect(heard).toEqual([]);
  },
);

test('of the addresses of a name only those that may be reached are tried', async () => {
  const barred = { address: '127.0.0.2', family: 4 };
  expect(await send({ ca: pair.cert, resolve: () => Promise.resolve([barred, here]) })).toEqual({
    outcome: 'delivered',
  });
  expect(await send({ ca: pair.cert, resolve: () => Promise.resolve([barred]) })).toEqual({
    outcome: 'refused',
    reason: 'ADDRESS_NOT_ALLOWED',
  });
});
