import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const stateDirectory = mkdtempSync(join(tmpdir(), 'naas-bench-'));

afterAll(() => {
  rmSync(stateDirectory, { recursive: true });
});

function bench(title: string): { readonly status: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'bench.mjs'), title], {
    env: { ...process.env, NAAS_STATE_DIR: stateDirectory },
    encoding: 'utf8',
  });
  return { status, text: stdout + stderr };
}

test('a case is measured and printed beside its goal and the peers, and leaves only logs', () => {
  const { status, text } = bench('first command, light');
  expect(text).toMatch(/case +ours +goal +Python NAAS +netpalm +Netmiko +scrapli +bare ssh2\n-+\ndriver: /);
  expect(text).toMatch(
    /driver: connect \+ first command, light device \(ms\) +[\d.]+ +<= 10 +343 +18 +6\.6\n/,
  );
  expect(status).toBe(0);
  expect(readdirSync(stateDirectory)).toEqual(['logs']);
});

test('a title that no case has is an error of one sentence', () => {
  expect(bench('no such case')).toMatchObject({
    status: 1,
    // A matcher.
    text: expect.stringContaining('No case has "no such case" in its title.') as string,
  });
});
