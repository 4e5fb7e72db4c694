import fc from 'fast-check';
import { AuthError } from './auth-error.js';
import { parseBasic } from './basic.js';

const header = (pair: string | Buffer, scheme = 'Basic') =>
  `${scheme} ${Buffer.from(pair).toString('base64')}`;

function refusal(value: string | undefined): string {
  try {
    parseBasic(value);
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    expect(error.code).toBe('UNAUTHENTICATED');
    return error.message;
  }
  throw new Error('accepted');
}

test('credentials are split at the first colon', () => {
  const { username, password } = parseBasic(header('admin:pass:word'));
  expect([username, password.reveal()]).toEqual(['admin', 'pass:word']);
});

test('any user name without a colon and any password are preserved', () => {
  const printable = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/\p{Cc}/u.test(text));
  const names = printable.filter((text) => !text.includes(':'));
  fc.assert(
    fc.property(names, printable, (user, secret) => {
      const { username, password } = parseBasic(header(`${user}:${secret}`));
      return username === user && password.reveal() === secret;
    }),
  );
});

test.each(['basic', 'BASIC', 'Basic  '])('the scheme %j is Basic', (scheme) => {
  expect(parseBasic(header('a:b', scheme)).username).toBe('a');
});

test('base64 without padding is accepted', () => {
  expect(parseBasic(header('ab:cd').replace(/=+$/, '')).password.reveal()).toBe('cd');
});

test.each([
  ['no header', undefined, 'Send "Authorization'],
  ['an empty header', '', 'Send "Authorization'],
  ['another scheme', 'Digest username="a"', 'scheme'],
  ['the scheme alone', 'Basic', 'scheme'],
  ['base64 with a foreign character', 'Basic YWRtaW4!OmE=', 'base64'],
  ['base64 cut short', 'Basic YWRtaW4Ok', 'base64'],
  ['base64 in the URL alphabet', 'Basic _-__', 'base64'],
  ['bytes that are not UTF-8', header(Buffer.from([0x61, 0x3a, 0xff])), 'UTF-8'],
  ['no colon', header('admin'), 'no colon'],
  ['an empty user name', header(':secret'), 'user name of the Basic credentials is empty'],
  ['an empty password', header('admin:'), 'password of the Basic credentials is empty'],
  ['a line break at the end', header('admin:secret\n'), 'control character'],
  ['a C1 control', header('adm\u0085in:secret'), 'control character'],
])('%s is refused with a sentence', (_name, value, sentence) => {
  expect(refusal(value)).toContain(sentence);
});

test('a refusal does not repeat what was sent', () => {
  expect(refusal(header('admin:hunter2\n'))).not.toContain('hunter2');
});
