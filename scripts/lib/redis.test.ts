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

// Small programs on a separate PATH replace the package managers, because this machine already has a Redis.
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
    const report = (text) => console.log('reported:', text);
    const onPath = (path) => console.log('found:', path);
    const onError = (error) => console.log(error.name, error.message);
    await provideRedis(new Children(), report).then(onPath, onError);`;
  return runModule(code, { PATH: folder, NAAS_STATE_DIR: join(folder, 'state') });
}

test('a Redis on the PATH is used, under either name', async () => {
  program('valkey-server', 'true');
  expect((await provide()).stdout).toBe(`found: ${folder}/valkey-server\n`);
  program('redis-server', 'true');
  expect((await provide()).stdout).toBe(`found: ${folder}/redis-server\n`);
});

test('apt-get installs it, and fetches the package lists if they are missing', async () => {
  const calls = join(folder, 'calls');
  program(
    'apt-get',
    `echo "$*" >> ${calls}; case "$*" in *update*) : > ${folder}/lists;; *install*) [ -e ${folder}/lists ] ` +
      `|| exit 100; ${placeRedis};; esac`,
  );
  expect((await provide()).stdout).toBe(
    `reported: Redis is missing: installing it with apt-get\nfound: ${folder}/redis-server\n`,
  );
  expect(
    readFileSync(calls, 'utf8')
      .trim()
      .split('\n')
      .map((line) => /(install|update)/.exec(line)?.[0]),
  ).toEqual(['install', 'update', 'install']);
});

test('brew installs it if there is no apt-get', async () => {
  program('brew', `[ "$*" = 'install redis' ] && { ${placeRedis}; }`);
  expect((await provide()).stdout).toBe(
    `reported: Redis is missing: installing it with brew\nfound: ${folder}/redis-server\n`,
  );
});

test('an installation that fails says what to do instead', async () => {
  program('apt-get', 'exit 100');
  expect((await provide()).stdout).toMatch(
    /\nFailure Redis is missing, and installing it with apt-get failed\. Install Redis 6\.2 or later [^\n]+\.\n$/,
  );
});

test('without a package manager, one sentence says what to do', async () => {
  expect((await provide()).stdout).toMatch(
    /^Failure Redis is missing\. Install Redis 6\.2 or later [^\n]+\n$/,
  );
});

test('a private Redis serves only who knows its password, which stands on no command line', async () => {
  const code = `
    import { readFileSync } from 'node:fs';
    import { connect } from 'node:net';
    import { Children } from './children.mjs';
    import { redisProgram, startRedis } from './redis.mjs';
    const children = new Children();
    const { port, child } = await startRedis(children, redisProgram(), { password: 'pass-of-a-test' });
    const ask = (lines) => new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(lines.map((line) => line + '\\r\\n').join('')));
      let answer = '';
      socket.on('data', (text) => {
        answer += text;
        if (answer.split('\\r\\n').length > lines.length) socket.destroy();
      }).on('close', () => resolve(answer));
    });
    console.log(await ask(['PING']), await ask(['AUTH pass-of-a-test', 'PING']));
    console.log(readFileSync('/proc/' + child.pid + '/cmdline', 'utf8').includes('pass-of-a-test'));
    await children.endAll();`;
  const { stdout } = await runModule(code, { NAAS_STATE_DIR: join(folder, 'state') });
  expect(stdout).toMatch(/^-NOAUTH [^\n]+\n \+OK\r\n\+PONG\r\n\nfalse\n$/);
});
