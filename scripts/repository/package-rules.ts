import type { Project } from './sources.js';

/** What the rules read of a package-lock.json. */
export interface LockFile {
  readonly packages: Readonly<
    Record<
      string,
      { readonly resolved?: string; readonly optionalDependencies?: Readonly<Record<string, string>> }
    >
  >;
}

/**
 * Faults of a lock file: packages bound to a host, or optional ones (programs of other platforms) left out.
 * One sentence each.
 */
export function findLockFaults({ packages }: LockFile): readonly string[] {
  return Object.entries(packages).flatMap(([path, { resolved, optionalDependencies = {} }]) => {
    const name = path.split('node_modules/').at(-1) ?? path;
    const missing = Object.keys(optionalDependencies).filter(
      (wanted) => !(`node_modules/${wanted}` in packages) && !(`${path}/node_modules/${wanted}` in packages),
    );
    return [
      ...(resolved?.includes('://') ? [`${path} is fetched from ${resolved}`] : []),
      ...missing.map((wanted) => `${name} needs ${wanted}, which is not in the lock file`),
    ];
  });
}

/** Faults of a package's versions: everything but one exact version. */
export function findVersionFaults({ name, versions }: Pick<Project, 'name' | 'versions'>): readonly string[] {
  return versions
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([wanted, version]) => `${name} wants ${wanted} ${version}, which is not an exact version`);
}
