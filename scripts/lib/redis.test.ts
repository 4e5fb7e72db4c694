import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runModule } from './testing/run-module.js';

// Package managers are played by small programs on a PATH of their own: this machine has its Redis already.
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'naas-path-'));
  for (const name of ['env', 'sh'])
    symlinkSync(
      ['/usr/bin', '/bin'].map((path) => join(path, name)).find((path) => existsSync(path)) ?? '',
      join(folder, name),
    );
  program('sudo', 'shift; exec "$@"');
  program('systemctl', 'true');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function program(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

const placeRedis = 'printf "#!/bin/sh" > "${0%/*}/redis-server"; /bin/chmod 755 "${0%/*}/redis-server"';

function provide(): Promise<{ readonly stdout: string }> {
  const code = `
    import { Children } from './children.mjs';
    import { provideRedis } from './redis.mjs';
    const tell = (text) => console.log('told:', text);
    await provideRedis(new Children(), tell).then((path) => console.log('found:', path), (error) => console.log(error.name, error.message));`;
  return runModule(code, { PATH: folder, NAAS_STATE_DIR: join(folder, 'state') });
}

test('a Redis on the PATH is used, under either name', async () => {
  program('valkey-server', 'true');
  expect((await provide()).stdout).toBe(`found: ${folder}/valkey-server\n`);
  program('redis-server', 'true');
  expect((await provide()).stdout).toBe(`found: ${folder}/redis-server\n`);
});

test('apt-get installs it, after fetching the package lists where they are missing', async () => {
  const calls = join(folder, 'calls');
  program(
    'apt-get',
    `echo "$*" >> ${calls}; case "$*" in *update*) : > ${folder}/lists;; *install*) [ -e ${folder}/lists ] ` +
      `|| exit 100; ${placeRedis};; esac`,
  );
  expect((await provide()).stdout).toBe(
    `told: Redis is missing: installing it with apt-get\nfound: ${folder}/redis-server\n`,
  );
  expect(
    readFileSync(calls, 'utf8')
      .trim()
      .split('\n')
      .map((line) => /(install|update)/.exec(line)?.[0]),
  ).toEqual(['install', 'update', 'install']);
});

test('brew installs it where there is no apt-get', async () => {
  program('brew', `[ "$*" = 'install redis' ] && { ${placeRedis}; }`);
  expect((await provide()).stdout).toBe(
    `told: Redis is missing: installing it with brew\nfound: ${folder}/redis-server\n`,
  );
});

test('an installation that fails says what to do instead', async () => {
  program('apt-get', 'exit 100');
  expect((await provide()).stdout).toMatch(
    /\nFailure Redis is missing, and installing it with apt-get failed\. Install Redis 6\.2 or later [^\n]+, or set REDIS_URL to one that runs\.\n$/,
  );
});

test('without any way to install it, one sentence says what to do', async () => {
  expect((await provide()).stdout).toMatch(
    /^Failure Redis is missing\. Install Redis 6\.2 or later [^\n]+\n$/,
  );
});
