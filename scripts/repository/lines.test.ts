import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLongLines } from './line-rules.js';

const root = join(__dirname, '../..');

/** Paths and texts of the files that git tracks or would add, without binary files. */
function textFiles(): readonly (readonly [path: string, text: string])[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')] as const)
    .filter(([, text]) => !text.includes('\0'));
}

test('no line of a text file is over 120 columns', () => {
  const files = textFiles();
  expect(files.length).toBeGreaterThan(500);
  expect(files.flatMap(([path, text]) => findLongLines(path, text))).toEqual([]);
});

test('a line over 120 columns is found', () => {
  const text = `${'a'.repeat(120)}\n${'ü'.repeat(120)}\n${'a'.repeat(121)}\n| ${'a'.repeat(120)} |\n`;
  expect(findLongLines('a.ts', text)).toEqual([
    'a.ts:3 has 121 columns, more than 120',
    'a.ts:4 has 124 columns, more than 120',
  ]);
  expect(findLongLines('a.md', text)).toEqual(['a.md:3 has 121 columns, more than 120']);
});

test.each([
  ['a.ts', `// see https://example.net/${'a'.repeat(120)}`],
  ['LICENSE', 'a'.repeat(200)],
  ['package-lock.json', 'a'.repeat(200)],
])('a long line with a URL, or of a text that is not ours, is accepted: %s', (path, text) => {
  expect(findLongLines(path, text)).toEqual([]);
});
