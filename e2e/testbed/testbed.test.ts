import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Runs a second test bed, beside that of these suites, in a process of its own as scripts do.

const directory = mkdtempSync(join(tmpdir(), 'naas-bed-'));
execFileSync('chmod', ['755', directory]);

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

function script(afterStart: string): { readonly out: string; readonly status: number | null } {
  const code = `
    import { startTestbed } from ${JSON.stringify(join(__dirname, 'testbed.mjs'))};
    const bed = await startTestbed({ directory: ${JSON.stringify(directory)}, ports: 1, log: console.log });
    console.log('user', bed.users.linux);
    ${afterStart}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  return { out: stdout + stderr, status };
}

function traces(out: string): readonly string[] {
  const [, id = 'none'] = /user naas-(\w+)-l/.exec(out) ?? [];
  const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(id));
  const users = execFileSync('cat', ['/etc/passwd'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(id));
  const namespaces = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(id));
  const files = [`/etc/frr/naas-${id}-r1`, `/run/naas-testbed/${id}.json`, join(directory, id)].filter(
    (path) => existsSync(path),
  );
  return [...processes, ...users, ...namespaces, ...files];
}

test('stop removes everything', () => {
  const { out, status } = script('await bed.stop();');
  expect(status).toBe(0);
  expect(out).toMatch(/user naas-\w+-l/);
  expect(traces(out)).toEqual([]);
});

test('the next run cleans up after a killed one', () => {
  const killed = script("process.kill(process.pid, 'SIGKILL');");
  expect(traces(killed.out).length).toBeGreaterThan(5);
  const next = script('await bed.stop();');
  expect(next.out).toContain('cleaning up');
  expect(traces(killed.out)).toEqual([]);
});
