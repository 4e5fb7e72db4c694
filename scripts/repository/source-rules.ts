import { builtinModules } from 'node:module';
import { arrows, packageOf } from './arrows.js';
import { resolveImport, type Project, type Source } from './sources.js';

/** The only places that may import a module. All other code uses these places. A folder ends in `/`. */
const places: Readonly<Record<string, readonly string[]>> = {
  express: ['apps/api/src/http/app.ts'],
  ioredis: ['libs/core/src/redis/redis.ts'],
  'bee-queue': ['libs/core/src/jobs/delivery.ts'],
  // Only the texts of its scripts, to load them again into a Redis that lost them.
  'bee-queue/lib/lua/index.js': ['libs/core/src/redis/redis.ts'],
  ssh2: ['libs/device-drivers/src/ssh/ssh.ts', 'libs/device-lab/'],
};

const environmentPlaces = ['libs/core/src/settings/environment.ts', 'apps/cli/src/environment.ts'];

/** Packages that a test may import without a row in its package.json: the tools of the workspace. */
export interface Workspace {
  readonly tools: readonly string[];
}

interface Surroundings extends Workspace {
  readonly source: Source;
  readonly project: Project;
}

/** Faults of one source against the rules, one sentence each. */
export function findSourceFaults(source: Source, project: Project, { tools }: Workspace): readonly string[] {
  const faults = source.imports.map((name) =>
    name.startsWith('.')
      ? relativeFault(source, project, name)
      : packageFault(name, { source, project, tools }),
  );
  const environmentFault =
    source.readsEnvironment && !source.isTest && !environmentPlaces.includes(source.path)
      ? 'may not read process.env'
      : null;
  return [...faults, environmentFault]
    .filter((fault) => fault !== null)
    .map((fault) => `${source.path} ${fault}`);
}

function relativeFault(source: Source, project: Project, name: string): string | null {
  const target = resolveImport(source, name);
  if (!target.startsWith(`${project.directory}/`)) return `may not reach out of its package to ${target}`;
  return !source.isTest && /\/testing\//.test(target) ? `may not import ${name}, which is for tests` : null;
}

function packageFault(name: string, surroundings: Surroundings): string | null {
  if (name.startsWith('node:')) return null;
  if (builtinModules.includes(name)) return `imports ${name} without node:`;
  return name.startsWith('@naas/')
    ? arrowFault(surroundings.source, name)
    : (placeFault(surroundings.source, name) ?? undeclaredFault(name, surroundings));
}

function arrowFault({ project, isTest }: Source, name: string): string | null {
  const row = arrows[project] ?? { imports: [] };
  const names = [...row.imports, ...(isTest ? (row.testImports ?? []) : [])];
  // Tests may also import `testing` of an allowed package.
  const isAllowed =
    names.includes(name) || (isTest && name.endsWith('/testing') && names.includes(packageOf(name)));
  return isAllowed ? null : `may not import ${name}`;
}

function placeFault({ path, isTest }: Source, name: string): string | null {
  const allowed = places[name] ?? places[packageOf(name)];
  if (!allowed || isTest) return null;
  return allowed.some((place) => path === place || (place.endsWith('/') && path.startsWith(place)))
    ? null
    : `may not import ${name}; only ${allowed.join(', ')} may`;
}

function undeclaredFault(name: string, { source, project, tools }: Surroundings): string | null {
  const known = [...project.dependencies, ...(source.isTest ? [...project.devDependencies, ...tools] : [])];
  return known.includes(packageOf(name)) ? null : `imports ${name}, which its package.json does not name`;
}
