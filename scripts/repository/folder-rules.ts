import { dirname } from 'node:path';
import type { Source } from './sources.js';

/** Most sources in one folder, without tests. */
const maxSources = 20;

/** Folders that may have more: path to reason. */
const largeFolders: Readonly<Record<string, string>> = {
  'libs/device-drivers/src/platforms': 'data: one file per platform',
};

/** Folders with too many sources, one sentence each. Tests do not count. */
export function findLargeFolders(sources: readonly Pick<Source, 'path' | 'isTest'>[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { path, isTest } of sources) {
    const folder = dirname(path);
    if (!isTest && !(folder in largeFolders)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > maxSources)
    .map(([folder, count]) => `${folder} has ${count} sources, more than ${maxSources}`);
}
