import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLockFaults, findVersionFaults, type LockFile } from './package-rules.js';
import { readProject, readProjects } from './sources.js';

const root = join(__dirname, '../..');
// npm's own format
const lockFile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as LockFile;

test('the lock file serves every platform and names no host', () => {
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

test('a platform that was left out of the lock file is found', () => {
  const wanted = { '@nx/nx-darwin-arm64': '1.0.0', '@nx/nx-linux-x64-gnu': '1.0.0' };
  const packages = {
    'node_modules/nx': { optionalDependencies: wanted },
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
      `@naas/core wants a ${version}, which is not an exact version`,
    ]);
  },
);
