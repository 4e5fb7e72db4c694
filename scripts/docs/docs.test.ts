import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'naas-docs-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function check(...args: readonly string[]): { readonly stderr: string; readonly status: number | null } {
  const { stderr, status } = spawnSync(
    process.execPath,
    [join(root, 'scripts/docs.mjs'), '--check', ...args],
    { encoding: 'utf8' },
  );
  return { stderr, status };
}

/** Relative links of a Markdown text whose targets do not exist; `base` is the directory of the text. */
function brokenLinks(text: string, base: string): readonly string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target.replace(/#.*$/, ''));
  return targets.filter(
    (target) => target !== '' && !/^[a-z]+:/.test(target) && !existsSync(join(base, target)),
  );
}

function markdownFiles(): readonly string[] {
  const folders = [
    '.',
    'docs',
    'docs/adr',
    ...['apps', 'libs'].flatMap((name) => readdirSync(join(root, name)).map((one) => join(name, one))),
  ];
  return folders
    .filter((path) => existsSync(join(root, path)))
    .flatMap((path) =>
      readdirSync(join(root, path))
        .filter((name) => name.endsWith('.md'))
        .map((name) => join(path, name)),
    );
}

test('docs/settings.md and docs/errors.md are up to date', () => {
  expect(check()).toEqual({ stderr: '', status: 0 });
});

test('a stale or missing page is reported', () => {
  cpSync(join(root, 'docs/settings.md'), join(folder, 'settings.md'));
  writeFileSync(
    join(folder, 'settings.md'),
    readFileSync(join(folder, 'settings.md'), 'utf8').replace('8443', '8444'),
  );
  expect(check(folder)).toEqual({
    stderr: 'settings.md is stale: run `npm run docs`.\nerrors.md is stale: run `npm run docs`.\n',
    status: 1,
  });
});

test('links between the pages have existing targets', () => {
  const files = markdownFiles();
  expect(files).toContain('docs/settings.md');
  expect(
    files.flatMap((file) =>
      brokenLinks(readFileSync(join(root, file), 'utf8'), join(root, dirname(file))).map(
        (link) => `${file}: ${link}`,
      ),
    ),
  ).toEqual([]);
});

test('a link to a missing page is found', () => {
  expect(
    brokenLinks(
      '[a](cli.md) [b](nowhere.md#part) [c](https://example.net/x.md) [d](#part)',
      join(root, 'docs'),
    ),
  ).toEqual(['nowhere.md']);
});
