import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLockFaults, findUnusedDependencies, findVersionFaults, type LockFile } from './package-rules.js';
import { parseSource, readProject, readProjects, readSources, type Project } from './sources.js';

const root = join(__dirname, '../..');
// The format of npm.
const lockFile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as LockFile;

test('the lock file has the packages of every platform and names no host', () => {
  expect(Object.keys(lockFile.packages).length).toBeGreaterThan(300);
  expect(findLockFaults(lockFile)).toEqual([]);
});

test('every package.json names exact versions', () => {
  const projects = [readProject(root, '.'), ...readProjects(root)];
  expect(projects.flatMap(findVersionFaults)).toEqual([]);
});

test('a registry in the lock file is found', () => {
  const packages = {
    'node_modules/a': { resolved: 'https://registry.example.net/a.tgz' },
    'libs/core': { resolved: 'libs/core' },
  };
  expect(findLockFaults({ packages })).toEqual([
    'node_modules/a is fetched from https://registry.example.net/a.tgz',
  ]);
});

test('a platform that is missing in the lock file is found', () => {
  const needed = { '@nx/nx-darwin-arm64': '1.0.0', '@nx/nx-linux-x64-gnu': '1.0.0' };
  const packages = {
    'node_modules/nx': { optionalDependencies: needed },
    'node_modules/@nx/nx-linux-x64-gnu': {},
  };
  expect(findLockFaults({ packages })).toEqual([
    'nx needs @nx/nx-darwin-arm64, which is not in the lock file',
  ]);
});

test.each(['^1.2.3', '~1.2.3', '>=1', 'latest', '1.x', 'https://example.net/a.tgz'])(
  'a version like %s is found',
  (version) => {
    expect(findVersionFaults({ name: '@naas/core', versions: [['a', version]] })).toEqual([
      `@naas/core needs a ${version}, which is not an exact version`,
    ]);
  },
);

test('every package imports the dependencies that it names', () => {
  const projects = readProjects(root);
  expect(projects.length).toBeGreaterThan(5);
  expect(projects.flatMap((project) => findUnusedDependencies(project, readSources(root, project)))).toEqual(
    [],
  );
});

test('a dependency that no source of its package imports is found', () => {
  const project: Project = {
    name: '@naas/core',
    directory: 'libs/core',
    dependencies: ['ioredis', 're2js', 'bee-queue', '@types/node', 'swagger-ui-dist'],
    devDependencies: ['@naas/device-lab', 'fast-check'],
    versions: [],
  };
  const sources = [
    ['libs/core/src/a.ts', "import type { Redis } from 'ioredis';\nimport 'bee-queue/lib/lua/index.js';"],
    ['libs/core/src/a.test.ts', "const fc = await import('fast-check');"],
  ] as const;
  expect(
    findUnusedDependencies(
      project,
      sources.map(([path, text]) => parseSource(path, project.name, text)),
    ),
  ).toEqual([
    '@naas/core names re2js, which none of its sources imports',
    '@naas/core names @naas/device-lab, which none of its sources imports',
  ]);
});
