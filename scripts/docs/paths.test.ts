import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** Paths in backticks or links of a text that lead nowhere in the checkout; a `*` stands for any name. */
function missingPaths(text: string): readonly string[] {
  const named = [...text.matchAll(/[`(]((?:apps|libs|scripts|docs|e2e|bench)\/[\w@./-]+)[`)#]/g)];
  return named.flatMap(([, path = '']) => (existsSync(join(root, path)) ? [] : [path]));
}

test.each(['CONTRIBUTING.md', 'README.md', 'docs/architecture.md', 'docs/security.md'])(
  'the paths that %s names exist',
  (page) => {
    expect(missingPaths(readFileSync(join(root, page), 'utf8'))).toEqual([]);
  },
);

test('a path that leads nowhere is found', () => {
  expect(missingPaths('see `libs/core/src/nowhere.ts`, [x](apps/api/nothing/) and `libs/core`')).toEqual([
    'libs/core/src/nowhere.ts',
    'apps/api/nothing/',
  ]);
});
