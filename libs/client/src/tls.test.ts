import { ClientError, NaasClient, type NaasClientOptions } from './index.js';
import {
  health,
  loopbackCertificate,
  ok,
  otherHostCertificate,
  startTestApi,
  type TestApi,
  type TestCertificate,
} from './testing/index.js';

const servers: TestApi[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(certificate?: TestCertificate): Promise<string> {
  const api = await startTestApi(certificate);
  api.answer('GET /healthcheck', ok(health()));
  servers.push(api);
  return api.url;
}

async function check(options: NaasClientOptions): Promise<string> {
  const client = new NaasClient(options);
  try {
    return (await client.healthcheck()).status;
  } catch (error) {
    return error instanceof ClientError ? `${error.code}: ${error.message}` : String(error);
  } finally {
    await client.close();
  }
}

test('a self-signed certificate is TLS_UNTRUSTED and the message says how to trust it', async () => {
  expect(await check({ url: await serve(loopbackCertificate) })).toMatch(
    /^TLS_UNTRUSTED: .*self-signed; give its certificate as caCertificate, or skip the check with verifyTls: false\.$/,
  );
});

test('a self-signed certificate is trusted when it is given as caCertificate', async () => {
  expect(
    await check({ url: await serve(loopbackCertificate), caCertificate: loopbackCertificate.cert }),
  ).toBe('healthy');
});

test('a certificate for another host is TLS_UNTRUSTED even when its issuer is trusted', async () => {
  expect(
    await check({ url: await serve(otherHostCertificate), caCertificate: otherHostCertificate.cert }),
  ).toMatch(/^TLS_UNTRUSTED: .*another host name/);
});

test('verifyTls: false takes any certificate', async () => {
  expect(await check({ url: await serve(otherHostCertificate), verifyTls: false })).toBe('healthy');
});

test('https to a server without TLS says to use http', async () => {
  const url = (await serve()).replace('http:', 'https:');
  expect(await check({ url })).toMatch(/^UNREACHABLE: .*does not speak TLS; use http:\/\//);
});

test('http to a server with TLS says to check the scheme', async () => {
  const url = (await serve(loopbackCertificate)).replace('https:', 'http:');
  expect(await check({ url, retries: 0 })).toMatch(/^UNREACHABLE: .*http or https\?/);
});
