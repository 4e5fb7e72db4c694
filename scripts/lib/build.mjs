import { join } from 'node:path';
import { logPath, root } from './checkout.mjs';
import { Failure } from './failure.mjs';

/** @import { Children } from './children.mjs' */
/** @import { Tell } from './say.mjs' */

const timeoutMs = 600_000;

/** What a run of the programs needs; each names what it is built from in turn. */
const programs = ['apps/api', 'apps/worker', 'apps/cli', 'libs/device-lab'].map(
  (directory) => `${directory}/tsconfig.lib.json`,
);

/** The TypeScript compiler's command. */
export const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/**
 * Builds the programs, or only what has changed in them; tests are left out. Resolves to what was done.
 *
 * @param {Children} children
 * @param {Tell} tell
 */
export async function build(children, tell) {
  tell('compiling TypeScript');
  const log = logPath('build');
  const { code, isOverTime } = await children.run(process.execPath, [tsc, '-b', ...programs], {
    log,
    timeoutMs,
  });
  if (isOverTime)
    throw new Failure(`The build took longer than ${timeoutMs / 60_000} minutes and was ended.`, { log });
  if (code !== 0) throw new Failure('The build failed.', { log });
  return 'built';
}
