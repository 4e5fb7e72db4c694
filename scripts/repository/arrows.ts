/** The packages of this workspace that one package may import. */
export interface Arrows {
  readonly imports: readonly string[];
  /** More packages, only for its tests. */
  readonly testImports?: readonly string[];
}

/**
 * Every package of this workspace and the packages of the workspace that it may import. A name with a path
 * allows only that part of the package.
 */
export const arrows: Readonly<Record<string, Arrows>> = {
  '@naas/api': {
    imports: [
      '@naas/core',
      '@naas/core/small-heap',
      '@naas/auth',
      '@naas/contract',
      '@naas/device-drivers/platforms',
    ],
  },
  '@naas/worker': {
    imports: [
      '@naas/core',
      '@naas/core/delivery',
      '@naas/core/small-heap',
      '@naas/contract',
      '@naas/device-drivers',
    ],
    testImports: ['@naas/device-lab'],
  },
  '@naas/cli': { imports: ['@naas/client'] },
  '@naas/auth': { imports: ['@naas/core', '@naas/contract'] },
  '@naas/client': { imports: ['@naas/contract'] },
  '@naas/core': { imports: ['@naas/contract'] },
  '@naas/contract': { imports: [] },
  '@naas/device-drivers': { imports: [], testImports: ['@naas/device-lab'] },
  '@naas/device-lab': { imports: [] },
};

/**
 * The package that a module name belongs to: `@naas/core/testing` gives `@naas/core`, `ajv/dist/2020.js`
 * gives `ajv`.
 */
export function packageOf(moduleName: string): string {
  return moduleName
    .split('/')
    .slice(0, moduleName.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * Faults of a graph of packages, one sentence each: a package without a row above, or an arrow that no row
 * allows.
 */
export function findArrowFaults(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...graph].flatMap(([name, targets]) => {
    const row = arrows[name];
    if (!row) return [`${name} has no row in scripts/repository/arrows.ts`];
    const allowed = [...row.imports, ...(row.testImports ?? [])].map(packageOf);
    return targets
      .filter((target) => !allowed.includes(target))
      .map((target) => `${name} may not depend on ${target}`);
  });
}
