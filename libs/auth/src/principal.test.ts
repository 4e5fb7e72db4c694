import { inspect } from 'node:util';
import { KeyRing } from '@naas/core';
import { basicPrincipal, owns } from './principal.js';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const caller = (pair: string, setting = key(1)) =>
  basicPrincipal(`Basic ${Buffer.from(pair).toString('base64')}`, { keyRing: new KeyRing(setting), role: 'operator' });

test('the same pair is the same caller', () => {
  expect(owns(caller('admin:secret'), caller('admin:secret').owner[0])).toBe(true);
});

test.each(['admin:other', 'root:secret', 'Admin:secret', 'admin:secret '])('%j is another caller than admin:secret', (pair) => {
  expect(owns(caller(pair), caller('admin:secret').owner[0])).toBe(false);
});

test('a job of before a key rotation still belongs to its caller', () => {
  const before = caller('admin:secret', key(1));
  const after = caller('admin:secret', `${key(2)},${key(1)}`);
  expect(owns(after, before.owner[0])).toBe(true);
  expect(after.owner[0]).not.toBe(before.owner[0]);
});

test('the identity cannot be read back from the owner, and a printed caller shows no password', () => {
  const principal = caller('admin:hunter2');
  expect(principal.owner[0]).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(`${inspect(principal, { depth: 9 })}${JSON.stringify(principal)}`).not.toContain('hunter2');
});
