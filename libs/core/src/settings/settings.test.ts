import { loadSettings, SettingsError } from './settings.js';
import { settingsTable } from './table.js';

const noFile = (path: string): string => {
  throw new Error(`ENOENT ${path}`);
};

test('an empty environment gives the default of every setting', () => {
  const defaults = Object.fromEntries(
    Object.entries(settingsTable).map(([name, row]) => [name, row.default]),
  );
  expect(loadSettings({}, 'all', noFile)).toEqual(defaults);
});

test('values are parsed according to the type of their row', () => {
  const settings = loadSettings(
    {
      WORKER_CONCURRENCY: '7',
      METRICS_ENABLED: 'Off',
      WORKER_CONTEXTS: ' a, b ,,a',
      HOST_KEY_POLICY: 'strict',
      REDIS_HOST: ' redis ',
    },
    'worker',
  );
  expect(settings).toMatchObject({
    WORKER_CONCURRENCY: 7,
    METRICS_ENABLED: false,
    WORKER_CONTEXTS: ['a', 'b'],
    HOST_KEY_POLICY: 'strict',
    REDIS_HOST: 'redis',
  });
});

test.each(
  Object.entries(settingsTable).flatMap(([name, row]) =>
    row.type === 'whole' ? [[name, row.range] as const] : [],
  ),
)('%s accepts the ends of its range and nothing beyond', (name, [minimum, maximum]) => {
  const load = (value: number | string): unknown =>
    loadSettings({ [name]: `${value}` }, 'all')[name as 'JOB_TIMEOUT']; // any whole number serves
  expect([load(minimum), load(maximum)]).toEqual([minimum, maximum]);
  for (const invalid of [minimum - 1, maximum + 1, '1.5', '1e3', '0x10', 'many']) {
    expect(() => load(invalid)).toThrow(
      new RegExp(`^${name} must be a whole number from ${minimum} to ${maximum}`),
    );
  }
});

test.each([
  [{ METRICS_ENABLED: 'maybe' }, 'METRICS_ENABLED must be true or false, not "maybe".'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of error, warn, info, debug, not "loud".'],
  [
    { WORKER_CONTEXTS: 'a,b c' },
    'WORKER_CONTEXTS: "b c" is not a context name; use letters, digits, "_", "." and "-", at most 64.',
  ],
  [{ WORKER_CONTEXTS: ',' }, 'WORKER_CONTEXTS names no context.'],
  [
    { CONNECTION_POOL_EXCLUDE: 'r1, r 2' },
    'CONNECTION_POOL_EXCLUDE: "r 2" is not a host name, an address, an address range such as 192.0.2.0/24, or a ' +
      'pattern with "*" such as *.lab.example.net.',
  ],
  [
    { REDIS_PASSWORD: 'x', REDIS_PASSWORD_FILE: '/y' },
    'REDIS_PASSWORD and REDIS_PASSWORD_FILE are both set; set one of them.',
  ],
  [
    { REDIS_PASSWORD_FILE: '/y' },
    'REDIS_PASSWORD_FILE: cannot read /y; check that the file exists and may be read.',
  ],
])('%j is refused with one sentence', (env, sentence) => {
  const load = () => loadSettings(env, 'worker', noFile);
  expect(load).toThrow(SettingsError);
  expect(load).toThrow(sentence);
});

test('an unknown role is refused with a list of the known ones', () => {
  expect(() => loadSettings({ RATE_LIMIT_EXEMPT_ROLES: 'operator,admn' }, 'api')).toThrow(
    'RATE_LIMIT_EXEMPT_ROLES: "admn" is not a role; the roles are viewer, operator, admin.',
  );
});

test('a list that may be empty can be set to nothing; one of contexts cannot', () => {
  const { RATE_LIMIT_EXEMPT_ROLES, CONNECTION_POOL_EXCLUDE, NAAS_CONTEXTS } = loadSettings(
    { RATE_LIMIT_EXEMPT_ROLES: '', CONNECTION_POOL_EXCLUDE: ' , ', NAAS_CONTEXTS: '' },
    'all',
  );
  expect([RATE_LIMIT_EXEMPT_ROLES, CONNECTION_POOL_EXCLUDE, NAAS_CONTEXTS]).toEqual([[], [], ['default']]);
  expect(loadSettings({}, 'all').RATE_LIMIT_EXEMPT_ROLES).toEqual(['admin']);
});

test('host patterns may be names with `*`, IPv6 addresses and ranges', () => {
  const patterns = ['*.lab.example.net', '2001:db8::1', '2001:db8:*', '192.0.2.0/24'];
  expect(
    loadSettings({ CONNECTION_POOL_EXCLUDE: patterns.join(',') }, 'worker').CONNECTION_POOL_EXCLUDE,
  ).toEqual(patterns);
});

test('blank values count as not set', () => {
  expect(
    loadSettings({ WORKER_CONCURRENCY: ' ', REDIS_PASSWORD: '', REDIS_PASSWORD_FILE: ' ' }, 'worker', noFile),
  ).toMatchObject({ WORKER_CONCURRENCY: 100, REDIS_PASSWORD: '' });
});

test('a secret is read from its file, without the line break at its end', () => {
  const files: Readonly<Record<string, string>> = { '/run/key': 'from-file\n' };
  expect(
    loadSettings({ REDIS_PASSWORD_FILE: '/run/key' }, 'worker', (path) => files[path] ?? '').REDIS_PASSWORD,
  ).toBe('from-file');
});

test('only secrets are read from files', () => {
  expect(loadSettings({ REDIS_HOST_FILE: '/run/host' }, 'worker', noFile).REDIS_HOST).toBe('127.0.0.1');
});

test('an invalid setting of the other program is ignored', () => {
  const env = { NAAS_PORT: 'x', WORKER_CONCURRENCY: 'y' };
  expect(loadSettings({ NAAS_PORT: 'x' }, 'worker').NAAS_PORT).toBe(8443);
  expect(() => loadSettings(env, 'worker')).toThrow(/^WORKER_CONCURRENCY/);
  expect(() => loadSettings(env, 'api')).toThrow(/^NAAS_PORT/);
});
