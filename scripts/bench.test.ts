import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const stateDirectory = mkdtempSync(join(tmpdir(), 'naas-bench-'));

afterAll(() => {
  rmSync(stateDirectory, { recursive: true });
});

function bench(word: string): { readonly status: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'bench.mjs'), word], {
    env: { ...process.env, NAAS_STATE_DIR: stateDirectory },
    encoding: 'utf8',
  });
  return { status, text: stdout + stderr };
}

test('a case is measured and printed beside its goal and the peers, and nothing is left but logs', () => {
  const { status, text } = bench('first command, light');
  expect(text).toMatch(
    /case +ours +goal +Python NAAS +netpalm +Netmiko +scrapli +bare ssh2\n-+\ndriver: connect \+ first command, light device \(ms\) +[\d.]+ +<= 10 +343 +18 +6\.6\n/,
  );
  expect(status).toBe(0);
  expect(readdirSync(stateDirectory)).toEqual(['logs']);
});

test('a word that no case has ends in one sentence', () => {
  expect(bench('no such case')).toMatchObject({
    status: 1,
    text: expect.stringContaining('No case has "no such case" in its title.') as string,
  }); // a matcher
});
