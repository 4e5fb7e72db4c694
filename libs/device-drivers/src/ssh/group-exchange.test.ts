import { createDiffieHellman, getDiffieHellman } from 'node:crypto';
import { startGroupServer, type GroupServer } from '@naas/device-lab';
import { connect, type AlgorithmProfile } from '../index.js';
import { algorithmProfiles } from './algorithms.js';
import { GroupKeys } from './group-exchange.js';

const servers: GroupServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

const primeOf = (bits: 2048 | 4096 | 8192): Buffer =>
  getDiffieHellman({ 2048: 'modp14', 4096: 'modp16', 8192: 'modp18' }[bits]).getPrime();

async function serverWith(prime: Buffer): Promise<GroupServer> {
  const server = await startGroupServer(prime);
  servers.push(server);
  return server;
}

function connectTo({ host, port }: GroupServer, algorithms?: AlgorithmProfile): Promise<unknown> {
  return connect({
    host,
    port,
    platform: 'cisco_ios',
    username: 'admin',
    password: 'secret',
    connectTimeoutMs: 500,
    ...(algorithms && { algorithms }),
  }).catch((error: unknown) => error);
}

test('is offered to nobody by default, and the error names the algorithms of both sides', async () => {
  const server = await serverWith(primeOf(8192));
  expect(await connectTo(server)).toMatchObject({
    code: 'SSH_ERROR',
    isAuthenticated: false,
    message: expect.stringMatching(
      /The device offers .*group-exchange.*; this program offers .*curve25519/,
    ) as string,
  });
  expect(JSON.stringify([algorithmProfiles.modern, algorithmProfiles.compatible])).not.toContain(
    'group-exchange',
  );
});

test('a prime of 8,192 bits is refused at once', async () => {
  const server = await serverWith(primeOf(8192));
  expect(await connectTo(server, 'legacy')).toMatchObject({
    code: 'SSH_ERROR',
    message: expect.stringContaining('a prime of 8192 bits') as string,
  });
  expect(server.answers).toBe(0);
});

test.each([
  ['no prime', Buffer.alloc(300)],
  ['a prime of 512 bits', Buffer.alloc(64, 0xfb)],
  ['an even number', Buffer.alloc(256, 0xfc)],
])('%s is refused', async (_name, prime) => {
  const server = await serverWith(prime);
  expect(await connectTo(server, 'legacy')).toMatchObject({ code: 'SSH_ERROR' });
  expect(server.answers).toBe(0);
});

test('a prime of 4,096 bits is used', async () => {
  const server = await serverWith(primeOf(4096));
  // It says nothing more after the exchange of the public keys.
  expect(await connectTo(server, 'legacy')).toMatchObject({ code: 'CONNECTION_TIMEOUT' });
  expect(server.answers).toBe(1);
});

test('a number of 4,096 bits whose check would take seconds is used unchecked', async () => {
  // OpenSSL's check of an unknown prime costs 2.8 s; the number of its rounds is what makes it long.
  const prime = primeOf(4096);
  prime[40] = (prime[40] ?? 0) ^ 1;
  const server = await serverWith(prime);
  expect(await connectTo(server, 'legacy')).toMatchObject({ code: 'CONNECTION_TIMEOUT' });
  expect(server.answers).toBe(1);
});

test.each([2048, 4096] as const)('both sides compute the same secret at %i bits', (bits) => {
  const prime = primeOf(bits);
  const generator = Buffer.of(2);
  const theirs = createDiffieHellman(prime, generator);
  const theirKey = theirs.generateKeys();
  const ours = new GroupKeys(prime, generator);
  expect(ours.computeSecret(theirKey).equals(theirs.computeSecret(ours.publicKey))).toBe(true);
  expect([ours.getPrime(), ours.getGenerator()]).toEqual([prime, generator]);
});
