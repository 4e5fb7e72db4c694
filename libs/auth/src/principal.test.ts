import { inspect } from 'node:util';
import { KeyRing } from '@naas/core';
import { parseBasic } from './basic.js';
import { basicPrincipal, bearerPrincipal, bootstrapPrincipal, mayUseContext, owns } from './principal.js';
import type { Role } from '@naas/contract';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const caller = (pair: string, setting = key(1)) =>
  basicPrincipal(parseBasic(`Basic ${Buffer.from(pair).toString('base64')}`), {
    keyRing: new KeyRing(setting),
    role: 'operator',
  });
interface Holder {
  readonly sub: string;
  readonly fam?: string;
  readonly role: Role;
  readonly contexts: readonly string[];
  readonly setting: string;
}
const holder = ({
  sub = 'k-1',
  role = 'operator',
  contexts = ['*'],
  setting = key(1),
  ...family
}: Partial<Holder> = {}) => bearerPrincipal({ sub, ...family, role, contexts, iat: 0 }, new KeyRing(setting));

test('the same credentials are the same caller', () => {
  expect(owns(caller('admin:secret'), caller('admin:secret').owner[0])).toBe(true);
});

test.each(['admin:other', 'root:secret', 'Admin:secret', 'admin:secret '])(
  '%j is another caller than admin:secret',
  (pair) => {
    expect(owns(caller(pair), caller('admin:secret').owner[0])).toBe(false);
  },
);

test('the holder of a key owns only the jobs of that key', () => {
  expect(owns(holder(), holder().owner[0])).toBe(true);
  expect(owns(holder({ sub: 'k-2' }), holder().owner[0])).toBe(false);
  expect(owns(caller('k-1:x'), holder().owner[0])).toBe(false);
});

test('all keys of a family own its jobs, and keep their own ids; other families do not', () => {
  const successor = holder({ sub: 'k-2', fam: 'k-1' });
  expect(owns(successor, holder().owner[0])).toBe(true);
  expect(owns(holder(), successor.owner[0])).toBe(true);
  expect(owns(holder({ sub: 'k-3', fam: 'k-2' }), successor.owner[0])).toBe(false);
  expect(owns(holder({ sub: 'k-2' }), successor.owner[0])).toBe(false);
  expect(successor.identity).toBe('k-2');
});

test.each([
  ['admin', true],
  ['operator', false],
  ['viewer', false],
] as const)('a key with role %s sees the jobs of others: %s', (role, sees) => {
  expect(owns(holder({ role }), caller('admin:secret').owner[0])).toBe(sees);
});

test('a job from before a rotation of the encryption key still belongs to its caller', () => {
  const before = [caller('admin:secret', key(1)), holder({ setting: key(1) })];
  const after = [caller('admin:secret', `${key(2)},${key(1)}`), holder({ setting: `${key(2)},${key(1)}` })];
  for (const [index, principal] of after.entries()) {
    expect(owns(principal, before[index]?.owner[0] ?? '')).toBe(true);
    expect(principal.owner[0]).not.toBe(before[index]?.owner[0]);
  }
});

test('the owner does not reveal the identity, and a printed caller shows no password', () => {
  const principal = caller('admin:hunter2');
  expect(principal.owner[0]).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(principal.identity).toBe(principal.owner[0]);
  expect(`${inspect(principal, { depth: 9 })}${JSON.stringify(principal)}`).not.toContain('hunter2');
});

test('the identity of a key is its id', () => {
  expect(holder().identity).toBe('k-1');
});

test.each([
  [['*'], 'a', true],
  [['a', 'b'], 'b', true],
  [['a'], 'b', false],
  [['a*'], 'ab', false],
])('with contexts %j, %s may be used: %j', (contexts, context, may) => {
  expect(mayUseContext(holder({ contexts }), context)).toBe(may);
});

test('Basic callers and the bootstrap caller may use every context', () => {
  expect(
    [caller('a:b'), bootstrapPrincipal(new KeyRing(key(1)))].map((principal) =>
      mayUseContext(principal, 'any'),
    ),
  ).toEqual([true, true]);
});
