import { SettingsError } from '../settings/settings.js';
import { WebhookRules } from './rules.js';

const rules = (hosts: readonly string[] = [], allowsHttp = false): WebhookRules =>
  new WebhookRules({ WEBHOOK_ALLOW_HTTP: allowsHttp, WEBHOOK_ALLOW_HOSTS: hosts });

test.each([
  'https://hooks.example.net/naas',
  'https://hooks.example.net:8443/a?token=b#c',
  'https://8.8.8.8/',
  'https://[2606:4700::1111]/',
  'HTTPS://Hooks.Example.NET',
])('%s may be a webhook', (url) => {
  expect(rules().faultOf(url)).toBeNull();
});

test.each([
  'hooks.example.net',
  '/naas',
  'https://',
  'https:// a',
  'https://a\n.net',
  'https://a b/',
  'https://[::1',
  '',
])('%j is not a URL', (url) => {
  expect(rules().faultOf(url)).toContain('must be a whole URL');
});

test.each([
  'http://hooks.example.net/',
  'ftp://hooks.example.net/',
  'file:///etc/passwd',
  'javascript:alert(1)',
])('%s is refused for its protocol', (url) => {
  expect(rules().faultOf(url)).toMatch(/https:\/\//);
});

test('http is accepted when it is allowed', () => {
  expect(rules([], true).faultOf('http://hooks.example.net/')).toBeNull();
  expect(rules([], true).faultOf('ftp://hooks.example.net/')).not.toBeNull();
});

test.each([
  'https://user@a.example.net/',
  'https://user:password@a.example.net/',
  'https://:password@a.example.net/',
])('credentials in %s are refused', (url) => {
  expect(rules().faultOf(url)).toContain('webhook_secret');
});

test.each([
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://0.0.0.0/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:8.8.8.8]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[fe80::1]/',
  'https://[fd00::1]/',
  'https://10.0.0.1/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data',
  'https://100.64.0.1/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
  'https://localhost/',
  'https://LOCALHOST./',
  'https://a.localhost/',
  'https://[2002:7f00:1::]/',
])('%s is refused for its address', (url) => {
  expect(rules().faultOf(url)).toContain('WEBHOOK_ALLOW_HOSTS');
});

test.each([
  ['192.168.7.7', false],
  ['::ffff:192.168.7.7', false],
  ['8.8.8.8', true],
  ['172.15.0.1', true],
  ['172.32.0.1', true],
  ['100.63.255.255', true],
  ['2606:4700::1111', true],
  ['fe80::1', false],
  ['', false],
  ['hooks.example.net', false],
])('a name that resolved to %j may be reached: %s', (address, isAllowed) => {
  expect(rules().allows('hooks.example.net', address)).toBe(isAllowed);
});

test('an allowed name may be reached at any address, in any spelling of the name', () => {
  expect(rules(['Hooks.internal']).allows('hooks.INTERNAL.', '10.0.0.1')).toBe(true);
  expect(rules(['hooks.internal']).allows('other.internal', '10.0.0.1')).toBe(false);
  expect(rules(['localhost']).faultOf('https://localhost/')).toBeNull();
});

test.each([
  ['10.1.0.0/16', '10.1.2.3', '10.2.0.1'],
  ['10.1.2.3', '10.1.2.3', '10.1.2.4'],
  ['fd00:1::/32', 'fd00:1::5', 'fd00:2::5'],
  ['::1', '::1', '127.0.0.1'],
])('with %s allowed, %s may be reached and %s may not', (range, inside, outside) => {
  expect([rules([range]).allows('a', inside), rules([range]).allows('a', outside)]).toEqual([true, false]);
});

test.each(['10.0.0.0/33', '10.0.0.0/', 'a/8', '10.0.0.0/8/8', 'fd00::/129', 'a:b'])(
  '%s in WEBHOOK_ALLOW_HOSTS is refused at the start',
  (entry) => {
    expect(() => rules([entry])).toThrow(SettingsError);
  },
);
