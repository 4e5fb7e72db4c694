import { join } from 'node:path';
import { logPath, root } from './checkout.mjs';
import { Failure } from './failure.mjs';

/** @import { Children } from './children.mjs' */
/** @import { Report } from './say.mjs' */

const timeoutMs = 600_000;

/** The projects to build; each refers to the projects that it needs. */
const programs = ['apps/api', 'apps/worker', 'apps/cli', 'libs/device-lab'].map(
  (directory) => `${directory}/tsconfig.lib.json`,
);

/** Path of the TypeScript compiler. */
export const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/**
 * Builds what has changed in the programs, without their tests. Resolves to the outcome.
 *
 * @param {Children} children
 * @param {Report} report
 */
export async function build(children, report) {
  report('compiling TypeScript');
  const log = logPath('build');
  const { code, isOverTime } = await children.run(process.execPath, [tsc, '-b', ...programs], {
    log,
    timeoutMs,
  });
  if (isOverTime)
    throw new Failure(`The build took longer than ${timeoutMs / 60_000} minutes and was stopped.`, { log });
  if (code !== 0) throw new Failure('The build failed.', { log });
  return 'built';
}
