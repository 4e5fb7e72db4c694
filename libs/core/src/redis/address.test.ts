import { addressOf, addressSetting } from './address.js';
import { SettingsError } from '../settings/settings.js';
import { testSettings } from '../testing/index.js';

test.each([
  ['redis://127.0.0.1:7000', { host: '127.0.0.1', port: 7000, db: 0 }],
  ['redis://[::1]/3', { host: '::1', port: 6379, db: 3 }],
  ['redis://user:p%40ss@host:1', { host: 'host', username: 'user', password: 'p@ss' }],
  ['rediss://host', { host: 'host', port: 6379, tls: {} }],
])('%s is parsed as an address', (url, address) => {
  expect(addressOf(testSettings(url))).toMatchObject(address);
});

test('REDIS_HOST, REDIS_PORT and REDIS_PASSWORD apply when there is no URL', () => {
  expect(
    addressOf(testSettings('', { REDIS_HOST: 'host', REDIS_PORT: '7001', REDIS_PASSWORD: 'p' })),
  ).toEqual({ host: 'host', port: 7001, password: 'p' });
});

test('sentinels come with the name of the master and one password for all nodes', () => {
  const settings = testSettings('', {
    REDIS_SENTINELS: 's1:26379, [::1]:26380 ,',
    REDIS_SENTINEL_MASTER: 'mymaster',
    REDIS_PASSWORD: 'p',
  });
  expect(addressOf(settings)).toEqual({
    sentinels: [
      { host: 's1', port: 26379 },
      { host: '::1', port: 26380 },
    ],
    name: 'mymaster',
    password: 'p',
    sentinelPassword: 'p',
  });
});

test.each([
  ['redis://host', {}, 'REDIS_URL'],
  ['', {}, 'REDIS_HOST'],
  ['', { REDIS_SENTINELS: 's1:26379' }, 'REDIS_SENTINELS'],
])('the setting that gives the address of "%s" and %j is %s', (url, more, name) => {
  expect(addressSetting(testSettings(url, more))).toBe(name);
});

const master = { REDIS_SENTINEL_MASTER: 'mymaster' };

test.each([
  ['not a url', {}, 'REDIS_URL is not a URL'],
  ['http://host', {}, 'REDIS_URL must begin with'],
  ['redis://host/db', {}, 'REDIS_URL: the path'],
  ['redis://host', { REDIS_SENTINELS: 's1:26379', ...master }, 'REDIS_URL and REDIS_SENTINELS are both set'],
  ['', { REDIS_SENTINELS: 's1:26379' }, 'REDIS_SENTINEL_MASTER is not set'],
  ['', master, 'REDIS_SENTINEL_MASTER is set without REDIS_SENTINELS'],
  ['', { REDIS_SENTINELS: 's1', ...master }, 'REDIS_SENTINELS: entry 1 is not host:port'],
  ['', { REDIS_SENTINELS: 's1:26379,s2:0', ...master }, 'REDIS_SENTINELS: entry 2 is not host:port'],
  ['', { REDIS_SENTINELS: 's1:65536', ...master }, 'REDIS_SENTINELS: entry 1 is not host:port'],
  ['', { REDIS_SENTINELS: ' , ', ...master }, 'REDIS_SENTINELS names no sentinel'],
  [
    '',
    { REDIS_SENTINELS: 'redis://:hidden@s1:26379', ...master },
    'REDIS_SENTINELS: entry 1 is not host:port',
  ],
])('"%s" and %j are refused in one sentence that shows no password', (url, more, sentence) => {
  const parse = (): unknown => addressOf(testSettings(url, more));
  expect(parse).toThrow(SettingsError);
  expect(parse).toThrow(new RegExp(`^${sentence}[^\\n]*\\.$`));
  expect(parse).not.toThrow('hidden');
});
