import { packageOf } from './arrows.js';
import type { Project, Source } from './sources.js';

/** The fields of a package-lock.json that the rules read. */
export interface LockFile {
  readonly packages: Readonly<
    Record<
      string,
      { readonly resolved?: string; readonly optionalDependencies?: Readonly<Record<string, string>> }
    >
  >;
}

/**
 * Faults of a lock file, one sentence each: packages that are bound to a host, or missing optional packages
 * (programs of other platforms).
 */
export function findLockFaults({ packages }: LockFile): readonly string[] {
  return Object.entries(packages).flatMap(([path, { resolved, optionalDependencies = {} }]) => {
    const name = path.split('node_modules/').at(-1) ?? path;
    const missing = Object.keys(optionalDependencies).filter(
      (needed) => !(`node_modules/${needed}` in packages) && !(`${path}/node_modules/${needed}` in packages),
    );
    return [
      ...(resolved?.includes('://') ? [`${path} is fetched from ${resolved}`] : []),
      ...missing.map((needed) => `${name} needs ${needed}, which is not in the lock file`),
    ];
  });
}

/** Faults of a package's versions, one sentence each: those that are not exact. */
export function findVersionFaults({ name, versions }: Pick<Project, 'name' | 'versions'>): readonly string[] {
  return versions
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([needed, version]) => `${name} needs ${needed} ${version}, which is not an exact version`);
}

/** Dependencies that need no import: name to reason. Packages of types only (`@types/*`) need no row. */
const usedWithoutImport: Readonly<Record<string, string>> = {
  'swagger-ui-dist': 'the API serves its files',
};

/** Faults of a package.json, one sentence each: dependencies that no source of the package imports. */
export function findUnusedDependencies(
  { name, dependencies, devDependencies }: Project,
  sources: readonly Pick<Source, 'imports'>[],
): readonly string[] {
  const imported = new Set(sources.flatMap(({ imports }) => imports.map(packageOf)));
  return [...dependencies, ...devDependencies]
    .filter((one) => !imported.has(one) && !one.startsWith('@types/') && !(one in usedWithoutImport))
    .map((one) => `${name} names ${one}, which none of its sources imports`);
}
