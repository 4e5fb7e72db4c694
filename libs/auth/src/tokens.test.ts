import { createHmac, createSecretKey, createSign, generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { SettingsError } from '@naas/core';
import fc from 'fast-check';
import { AuthError } from './auth-error.js';
import type { Claims } from './claims.js';
import { readJwt, signJwt } from './jwt.js';
import { Tokens } from './tokens.js';

const secret = 'a'.repeat(32);
const other = 'b'.repeat(32);
const now = 1_800_000_000;
const claims: Claims = { sub: 'k-1', role: 'operator', contexts: ['default'], iat: now, exp: now + 60 };

const tokens = (setting = secret, atSeconds = now): Tokens => new Tokens(setting, () => atSeconds * 1000);
const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const hmac = (content: string, { algorithm = 'sha256', key = secret } = {}): string =>
  createHmac(algorithm, key).update(content).digest('base64url');
/** A token with any content and a valid signature. */
const forged = (header: unknown, payload: unknown): string =>
  `${encode(header)}.${encode(payload)}.${hmac(`${encode(header)}.${encode(payload)}`)}`;
const withClaims = (more: Readonly<Record<string, unknown>>): string =>
  forged({ alg: 'HS256', typ: 'JWT' }, { ...claims, ...more });

function refusal(verify: () => unknown): string {
  try {
    verify();
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    expect(error.code).toBe('UNAUTHENTICATED');
    return error.message;
  }
  throw new Error('accepted');
}

test('a verified token has the claims that were signed', () => {
  expect(tokens().verify(tokens().sign(claims))).toEqual(claims);
});

test('a token is a standard JWT', () => {
  const [header = '', payload = '', signature] = tokens().sign(claims).split('.');
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'HS256', typ: 'JWT' });
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual(claims);
  expect(signature).toBe(hmac(`${header}.${payload}`));
});

test('the example of RFC 7515, A.1, is accepted', () => {
  const key = createSecretKey(
    Buffer.from(
      'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
      'base64url',
    ),
  );
  const example =
    'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.' +
    'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.' +
    'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  expect(readJwt(example, [key])).toEqual({
    iss: 'joe',
    exp: 1_300_819_380,
    'http://example.com/is_root': true,
  });
});

test('after a rotation the new secret signs, and tokens of the old one are still valid', () => {
  const old = tokens(secret).sign(claims);
  const rotated = tokens(` ${other} , ${secret} `);
  expect(rotated.verify(old)).toEqual(claims);
  expect(tokens(other).verify(rotated.sign(claims))).toEqual(claims);
  expect(refusal(() => tokens(secret).verify(rotated.sign(claims)))).toContain('signature');
});

test('the family of a rotated key is one of its claims', () => {
  const rotated = { ...claims, sub: 'k-2', fam: 'k-1' };
  expect(tokens().verify(tokens().sign(rotated))).toEqual(rotated);
});

test('a token without exp never expires', () => {
  const { exp: _, ...endless } = claims;
  expect(tokens(secret, now + 1e9).verify(tokens().sign(endless))).toEqual(endless);
});

describe('401', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const rs256 = (): string => {
    const content = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
    return `${content}.${createSign('RSA-SHA256').update(content).sign(privateKey, 'base64url')}`;
  };
  const [header = '', payload = '', signature = ''] = signJwt(
    claims,
    createSecretKey(Buffer.from(secret)),
  ).split('.');
  const tampered = encode({ ...claims, role: 'admin' });

  test.each([
    ['no text', '', 'malformed'],
    ['one part', 'abc', 'malformed'],
    ['four parts', `${header}.${payload}.${signature}.x`, 'malformed'],
    ['no signature', `${header}.${payload}.`, 'HS256'],
    ['a signature cut short', `${header}.${payload}.${signature.slice(0, -1)}`, 'signature'],
    ['an invalid character', `${header}.${payload}=.${signature}`, 'malformed'],
    ['over 4096 characters', withClaims({ contexts: ['x'.repeat(4096)] }), 'malformed'],
    ['a header that is not JSON', forged('no json', claims), 'malformed'],
    ['a header that is a list', forged('[]', claims), 'HS256'],
    ['a payload that is not JSON', forged({ alg: 'HS256' }, 'no json'), 'malformed'],
    ['a payload that is null', forged({ alg: 'HS256' }, 'null'), 'malformed'],
    ['alg none without a signature', `${encode({ alg: 'none' })}.${payload}.`, 'HS256'],
    ['alg none with the right signature', forged({ alg: 'none' }, claims), 'HS256'],
    ['alg HS512 over a valid HS256', forged({ alg: 'HS512' }, claims), 'HS256'],
    ['no alg', forged({ typ: 'JWT' }, claims), 'HS256'],
    ['alg in lower case', forged({ alg: 'hs256' }, claims), 'HS256'],
    ['a critical header', forged({ alg: 'HS256', crit: ['b64'], b64: false }, claims), 'HS256'],
    ['RS256', rs256(), 'HS256'],
    ['another key', signJwt(claims, createSecretKey(Buffer.from(other))), 'signature'],
    ['another payload', `${header}.${tampered}.${signature}`, 'signature'],
    ['expired', withClaims({ exp: now }), 'expired'],
    ['issued in the future', withClaims({ iat: now + 31 }), 'future'],
    ['not valid yet', withClaims({ nbf: now + 31 }), 'nbf'],
    ['no sub', withClaims({ sub: undefined }), 'sub'],
    ['a sub that is not a key id', withClaims({ sub: 'root' }), 'sub'],
    ['a sub with a colon', withClaims({ sub: 'k-1:2' }), 'sub'],
    ['a malformed family', withClaims({ fam: 'x' }), 'claim fam'],
    ['a family that is no text', withClaims({ fam: 1 }), 'claim fam'],
    ['no role', withClaims({ role: undefined }), 'role'],
    ['an unknown role', withClaims({ role: 'root' }), 'role'],
    ['a role that every object has', withClaims({ role: 'constructor' }), 'role'],
    ['no contexts', withClaims({ contexts: undefined }), 'contexts'],
    ['contexts that are a string', withClaims({ contexts: '*' }), 'contexts'],
    ['empty contexts', withClaims({ contexts: [] }), 'contexts'],
    ['a context that is a number', withClaims({ contexts: [1] }), 'contexts'],
    ['no iat', withClaims({ iat: undefined }), 'iat'],
    ['an iat that is a string', withClaims({ iat: `${now}` }), 'iat'],
    ['an exp that is a string', withClaims({ exp: `${now + 60}` }), 'exp'],
    ['an exp that is null', withClaims({ exp: null }), 'exp'],
  ])('for a token with %s', (_name, token, text) => {
    expect(refusal(() => tokens().verify(token))).toContain(text);
  });

  test('for any text that is not a token, with a sentence that does not repeat it', () => {
    const verifier = tokens();
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((parts) => parts.join('.')),
        ),
        (text) => {
          const message = refusal(() => verifier.verify(text));
          return /^[A-Z].*\.$/.test(message) && (text.length < 12 || !message.includes(text));
        },
      ),
    );
  });

  test('for every change of one character of a valid token', () => {
    const good = tokens().sign(claims);
    const verifier = tokens();
    for (let index = 0; index < good.length; index++) {
      const changed = `${good.slice(0, index)}${good[index] === 'A' ? 'B' : 'A'}${good.slice(index + 1)}`;
      expect(refusal(() => verifier.verify(changed))).not.toBe('');
    }
  });

  test('for a cached token that has expired', () => {
    let at = now;
    const verifier = new Tokens(secret, () => at * 1000);
    const token = verifier.sign(claims);
    at = now + 59;
    expect(verifier.verify(token)).toEqual(claims);
    at = now + 60;
    expect(refusal(() => verifier.verify(token))).toContain('expired');
  });

  test('for any token if no secret is set', () => {
    expect(refusal(() => tokens('').verify(tokens().sign(claims)))).toContain('NAAS_JWT_SECRET');
    expect(tokens(' , ').canSign).toBe(false);
  });
});

test("a clock that is 30 s behind the issuer's is tolerated", () => {
  expect(tokens(secret, now - 30).verify(tokens().sign(claims))).toEqual(claims);
});

test('a verified token is cached: its signature is computed only once', () => {
  const verifier = tokens();
  const token = verifier.sign(claims);
  expect(verifier.verify(token)).toBe(verifier.verify(token));
});

test.each(['short', `${secret},short`, 'é'.repeat(15)])(
  'a secret under 32 bytes is refused with a sentence that does not show it: %j',
  (setting) => {
    expect(() => new Tokens(setting)).toThrow(SettingsError);
    expect(() => new Tokens(setting)).toThrow(
      /^NAAS_JWT_SECRET: secret \d has \d+ bytes but needs at least 32; .*\.$/,
    );
    expect(() => new Tokens(setting)).not.toThrow(/short|é/);
  },
);

test('a printed Tokens shows neither secrets nor tokens', () => {
  const verifier = tokens();
  const token = verifier.sign(claims);
  verifier.verify(token);
  expect(`${inspect(verifier, { depth: 9, showHidden: true })}${JSON.stringify(verifier)}`).not.toMatch(
    new RegExp(`${secret}|${token}`),
  );
});
