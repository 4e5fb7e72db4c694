import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arrows, findArrowFaults } from './arrows.js';
import { findCycles } from './cycles.js';
import { findSourceFaults } from './source-rules.js';
import { findKindComparisons } from './job-kind-rules.js';
import { findLargeFolders } from './folder-rules.js';
import { importGraph, parseSource, readProject, readProjects, readSources, type Project } from './sources.js';

const root = join(__dirname, '../..');
const workspace = { tools: readProject(root, '.').devDependencies };

interface NxGraph {
  readonly graph: {
    readonly dependencies: Readonly<Record<string, readonly { readonly target: string }[]>>;
  };
}

function projectGraph(): ReadonlyMap<string, readonly string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'naas-graph-'));
  const file = join(directory, 'graph.json');
  try {
    execFileSync(process.execPath, [require.resolve('nx/bin/nx.js'), 'graph', '--file', file], {
      cwd: root,
      env: { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true' },
      stdio: 'pipe',
    });
    const { graph } = JSON.parse(readFileSync(file, 'utf8')) as NxGraph; // the format of nx
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

  test('need at run time only packages that they may import outside tests', () => {
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

  test('follow the rules', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(({ source, project }) => findSourceFaults(source, project, workspace))).toEqual(
      [],
    );
  });

  test('form no cycle, type imports included', () => {
    const graph = importGraph(sources.map(({ source }) => source));
    expect([...graph.values()].flat().length).toBeGreaterThan(sources.length);
    expect(findCycles(graph)).toEqual([]);
  });

  test('are at most 20 in a folder', () => {
    expect(findLargeFolders(sources.map(({ source }) => source))).toEqual([]);
  });

  test('do not compare the name of a job kind', () => {
    expect(sources.flatMap(({ source }) => findKindComparisons(source))).toEqual([]);
  });

  test.each(['express', 'ioredis', 'bee-queue', 'ssh2'])('import %s in its place', (name) => {
    expect(sources.some(({ source }) => source.imports.includes(name))).toBe(true);
  });

  test('read the environment in two places', () => {
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

  test('find a cycle of type imports', () => {
    const a = parseSource(
      'libs/core/src/a.ts',
      core.name,
      "import type { B } from './b.js';\nexport type A = B;",
    );
    const b = parseSource('libs/core/src/b.ts', core.name, "export type B = import('./a.js').A;");
    expect(findCycles(importGraph([a, b]))).toEqual([[a.path, b.path, a.path]]);
  });

  test('find a folder with more than 20 sources, without its tests', () => {
    const folder = (path: string, count: number, isTest = false) =>
      Array.from({ length: count }, (_, index) => ({ path: `${path}/${index}.ts`, isTest }));
    expect(
      findLargeFolders([
        ...folder('libs/core/src/jobs', 21),
        ...folder('libs/core/src/redis', 20),
        ...folder('libs/core/src/redis', 5, true),
        ...folder('libs/device-drivers/src/platforms', 40),
      ]),
    ).toEqual(['libs/core/src/jobs has 21 sources, more than 20']);
  });

  test.each([
    "if (kind === 'send-config') push();",
    "if ('send-command' != kind) push();",
    "switch (kind) {\n  case 'send-command-structured':\n}",
    "const script = `if kind == 'send-config' then`;",
    "const script = `${head}\nif kind ~= 'send-command' then ${tail}`;",
    'const script = `if "send-config" == kind then`;',
  ])('find the comparison with a job kind in %p', (text) => {
    const path = 'libs/core/src/jobs/jobs.ts';
    expect(findKindComparisons({ path, isTest: false, text })).toHaveLength(1);
    expect(findKindComparisons({ path, isTest: true, text })).toEqual([]);
  });

  test.each([
    "const rows = { 'send-config': { changesDevice: true } };",
    "if (path === '/v2/send-config') push();",
    "if (rows['send-config'] === row) push();",
    "const kind = 'send-config';",
  ])('accept the job kind in %p', (text) => {
    expect(findKindComparisons({ path: 'a.ts', isTest: false, text })).toEqual([]);
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
    ["import Redis from 'ioredis';", 'may not import ioredis; only libs/core/src/redis/redis.ts may'],
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
  ])('accept %s', (path, text) => {
    expect(faultsOf(path, text)).toEqual([]);
  });

  test('allow the API to import the names of platforms, but not the drivers', () => {
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
