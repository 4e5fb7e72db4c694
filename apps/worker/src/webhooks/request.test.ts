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

interface ReceivedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The server name (SNI) that the sender asked for. */
  readonly serverName: unknown;
}

const name = 'hooks.example.net';
const body = '{"job_id":"1"}';
const localhost: HostAddress = { address: '127.0.0.1', family: 4 };
/** Creates a key and a self-signed certificate for `name`, without an IP address. */
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
const received: ReceivedRequest[] = [];
const lookedUp: string[] = [];

beforeAll(async () => {
  server = createServer(pair, (request, response) => {
    void text(request).then((content) => {
      received.push({
        headers: request.headers,
        body: content,
        serverName: 'servername' in request.socket && request.socket.servername,
      });
      response.writeHead(204).end();
    });
  }).listen(0, localhost.address);
  await once(server, 'listening');
});
afterAll(() => server.close());
beforeEach(() => {
  received.length = 0;
  lookedUp.length = 0;
});

/** Sends to the server above, under a name that only the test's resolver knows. */
function send(more: Partial<WebhookRequest> = {}, host = name) {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const rules = new WebhookRules({ WEBHOOK_ALLOW_HTTP: false, WEBHOOK_ALLOW_HOSTS: ['127.0.0.1'] });
  const resolve = (hostname: string) => {
    lookedUp.push(hostname);
    return Promise.resolve([localhost]);
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

test('nothing is sent to a receiver with an untrusted self-signed certificate', async () => {
  expect(await send()).toEqual({ outcome: 'retry', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(received).toEqual([]);
});

test('a receiver with a trusted certificate gets the signed body, at the address that was checked', async () => {
  expect(await send({ ca: pair.cert })).toEqual({ outcome: 'delivered' });
  expect(received).toMatchObject([
    {
      body,
      serverName: name,
      headers: {
        host: expect.stringMatching(`^${name}:\\d+$`),
        'x-naas-signature-256': `sha256=${createHmac('sha256', 'key').update(body).digest('hex')}`,
      },
    },
  ]);
  expect(lookedUp).toEqual([name]);
});

test('a name is looked up only once, even if a second look-up would give another address', async () => {
  const answers = [[localhost], [{ address: '127.0.0.2', family: 4 }]];
  expect(await send({ ca: pair.cert, resolve: () => Promise.resolve(answers.shift() ?? []) })).toEqual({
    outcome: 'delivered',
  });
  expect(answers).toHaveLength(1);
});

test.each(['other.example.net', '127.0.0.1'])(
  'a certificate for another name than %s is refused',
  async (host) => {
    expect(await send({ ca: pair.cert }, host)).toEqual({
      outcome: 'retry',
      reason: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    expect(received).toEqual([]);
  },
);

test('only the allowed addresses of a name are tried', async () => {
  const forbidden = { address: '127.0.0.2', family: 4 };
  expect(await send({ ca: pair.cert, resolve: () => Promise.resolve([forbidden, localhost]) })).toEqual({
    outcome: 'delivered',
  });
  expect(await send({ ca: pair.cert, resolve: () => Promise.resolve([forbidden]) })).toEqual({
    outcome: 'refused',
    reason: 'ADDRESS_NOT_ALLOWED',
  });
});
