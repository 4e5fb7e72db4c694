import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arrows, findArrowFaults } from './arrows.js';
import { findCycles } from './cycles.js';
import { findSourceFaults } from './source-rules.js';
import {
  parseSource,
  readProject,
  readProjects,
  readSources,
  resolveImport,
  type Project,
} from './sources.js';

const root = join(__dirname, '../..');
const workspace = { tools: readProject(root, '.').devDependencies };

function projectGraph(): ReadonlyMap<string, readonly string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'naas-graph-'));
  const file = join(directory, 'graph.json');
  try {
    execFileSync(process.execPath, [require.resolve('nx/bin/nx.js'), 'graph', '--file', file], {
      cwd: root,
      env: { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true' },
      stdio: 'pipe',
    });
    const { graph } = JSON.parse(readFileSync(file, 'utf8')) as {
      graph: { dependencies: Record<string, readonly { target: string }[]> };
    }; // nx writes it so
    return new Map(
      Object.entries(graph.dependencies).map(([name, targets]) => [
        name,
        targets.map(({ target }) => target),
      ]),
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('the packages', () => {
  const graph = projectGraph();

  test('depend on each other as arrows.ts allows', () => {
    expect([...graph.keys()].sort()).toEqual(Object.keys(arrows).sort());
    expect(findArrowFaults(graph)).toEqual([]);
  });

  test('form no cycle', () => {
    expect(findCycles(graph)).toEqual([]);
  });

  test('need at run time only what they may import outside tests', () => {
    const runTime = readProjects(root).map(
      ({ name, dependencies }) => [name, dependencies.filter((one) => one.startsWith('@naas/'))] as const,
    );
    const excess = runTime.flatMap(([name, targets]) =>
      targets
        .filter((target) => !arrows[name]?.imports.some((one) => one.startsWith(target)))
        .map((target) => `${name} -> ${target}`),
    );
    expect(runTime.length).toBe(Object.keys(arrows).length);
    expect(excess).toEqual([]);
  });
});

describe('the sources', () => {
  const projects = readProjects(root);
  const sources = projects.flatMap((project) =>
    readSources(root, project).map((source) => ({ source, project })),
  );

  test('keep to the rules', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(({ source, project }) => findSourceFaults(source, project, workspace))).toEqual(
      [],
    );
  });

  test('form no cycle, type imports included', () => {
    const graph = sources.map(
      ({ source }) =>
        [
          source.path,
          source.imports.filter((name) => name.startsWith('.')).map((name) => resolveImport(source, name)),
        ] as const,
    );
    expect(findCycles(new Map(graph))).toEqual([]);
  });

  test.each(['express', 'ioredis', 'bee-queue', 'ssh2'])('still import %s in its place', (name) => {
    expect(sources.some(({ source }) => source.imports.includes(name))).toBe(true);
  });

  test('still read the environment in two places', () => {
    expect(
      sources
        .filter(({ source }) => source.readsEnvironment && !source.isTest)
        .map(({ source }) => source.path),
    ).toEqual(['apps/cli/src/environment.ts', 'libs/core/src/settings/environment.ts']);
  });
});

describe('the checks', () => {
  const core: Project = {
    name: '@naas/core',
    directory: 'libs/core',
    dependencies: ['@naas/contract', 'ioredis'],
    devDependencies: [],
    versions: [],
  };
  const faultsOf = (path: string, text: string, project = core) =>
    findSourceFaults(parseSource(path, project.name, text), project, { tools: ['fast-check'] });

  test('find an arrow that is not allowed', () => {
    expect(findArrowFaults(new Map([['@naas/core', ['@naas/contract', '@naas/auth']]]))).toEqual([
      '@naas/core may not depend on @naas/auth',
    ]);
    expect(findArrowFaults(new Map([['@naas/new', []]]))).toEqual([
      '@naas/new has no row in scripts/repository/arrows.ts',
    ]);
  });

  test('find a cycle', () => {
    expect(
      findCycles(
        new Map([
          ['a', ['b']],
          ['b', ['c', 'd']],
          ['c', []],
          ['d', ['b']],
        ]),
      ),
    ).toEqual([['b', 'd', 'b']]);
  });

  test.each([
    ["import { may } from '@naas/auth';", 'may not import @naas/auth'],
    ["import type { Role } from '@naas/auth';", 'may not import @naas/auth'],
    ["export { may } from '@naas/auth';", 'may not import @naas/auth'],
    ["const auth = await import('@naas/auth');", 'may not import @naas/auth'],
    [
      "import { x } from '../../../auth/src/rbac.js';",
      'may not reach out of its package to libs/auth/src/rbac.ts',
    ],
    ["import { x } from '../testing/jobs.js';", 'may not import ../testing/jobs.js, which is for tests'],
    ["import Redis from 'ioredis';", 'may not import ioredis; that is for libs/core/src/redis/redis.ts'],
    ["import { readFileSync } from 'fs';", 'imports fs without node:'],
    ["import fc from 'fast-check';", 'imports fast-check, which its package.json does not name'],
    ['export const home = process.env.HOME;', 'may not read process.env'],
    ["export const home = process['env'].HOME;", 'may not read process.env'],
    ['const { env } = process;', 'may not read process.env'],
    ["import { env as e } from 'node:process';", 'may not read process.env'],
  ])('find %s', (text, fault) => {
    expect(faultsOf('libs/core/src/jobs/jobs.ts', text)).toEqual([`libs/core/src/jobs/jobs.ts ${fault}`]);
  });

  test.each([
    [
      'libs/core/src/jobs/jobs.ts',
      "import { limits } from '@naas/contract';\nimport { keys } from '../keys.js';\n" +
        "// process.env is read elsewhere\nimport { join } from 'node:path';",
    ],
    ['libs/core/src/redis/redis.ts', "import IORedis from 'ioredis';"],
    [
      'libs/core/src/jobs/jobs.test.ts',
      "import fc from 'fast-check';\nimport { startTestRedis } from '../testing/index.js';\nprocess.env.HOME;",
    ],
  ])('let %s be', (path, text) => {
    expect(faultsOf(path, text)).toEqual([]);
  });

  test('let the API import the names of platforms, and not the drivers', () => {
    const api: Project = {
      name: '@naas/api',
      directory: 'apps/api',
      dependencies: [],
      devDependencies: [],
      versions: [],
    };
    expect(
      faultsOf('apps/api/src/a.ts', "import { platformNames } from '@naas/device-drivers/platforms';", api),
    ).toEqual([]);
    expect(faultsOf('apps/api/src/a.ts', "import { connect } from '@naas/device-drivers';", api)).toEqual([
      'apps/api/src/a.ts may not import @naas/device-drivers',
    ]);
  });
});
