/** What one package of ours may import. */
export interface Arrows {
  readonly imports: readonly string[];
  /** Further ones for its tests alone. */
  readonly testImports?: readonly string[];
}

/**
 * Every package of ours and the only ones of ours it may import. A name with a path allows that part of a
 * package alone.
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
 * Faults of a graph of packages: a package that has no row above, or an arrow that no row allows. One
 * sentence each.
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
