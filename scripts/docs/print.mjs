import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Children } from '../lib/children.mjs';
import { build } from '../lib/build.mjs';
import { root } from '../lib/checkout.mjs';
import { Failure, Stopped, tail } from '../lib/failure.mjs';
import { onInterrupt } from '../lib/interrupt.mjs';
import { errorsPage } from './errors-page.mjs';
import { settingsPage } from './settings-page.mjs';

const usage = `\
npm run docs                        prints docs/settings.md and docs/errors.md from their tables
npm run docs -- --check [FOLDER]    lists stale pages and exits with 1 if there are any. Default: docs
`;

/**
 * `npm run docs`: prints or checks the pages, and sets the exit code of the process.
 *
 * @param {string[]} args
 */
export async function printDocs([option, folder = 'docs', ...rest]) {
  if (rest.length > 0 || (option !== undefined && option !== '--check')) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  const children = new Children();
  onInterrupt(children);
  try {
    await build(children, () => {});
    const { settingsTable } = await import('@naas/core');
    const { httpErrors, jobErrors } = await import('@naas/contract');
    const pages = {
      'settings.md': await format(settingsPage(settingsTable)),
      'errors.md': await format(errorsPage(httpErrors, jobErrors)),
    };
    if (option === undefined)
      for (const [name, text] of Object.entries(pages)) writeFileSync(join(root, 'docs', name), text);
    else process.exitCode = check(pages, resolve(root, folder));
  } catch (error) {
    if (!(error instanceof Failure || error instanceof Stopped)) throw error;
    const log = error instanceof Failure ? error.log : undefined;
    process.stderr.write(`${log ? `${tail(log)}\n` : ''}${error.message}\n`);
    process.exitCode = 1;
  }
}

/**
 * Formats a page as `npm run format` does.
 *
 * @param {string} text
 */
async function format(text) {
  const prettier = await import('prettier');
  const path = join(root, 'docs', 'page.md');
  return prettier.format(text, { ...(await prettier.resolveConfig(path)), filepath: path });
}

/**
 * @param {Record<string, string>} pages text by name
 * @param {string} folder
 */
function check(pages, folder) {
  const stale = Object.keys(pages).filter((name) => pages[name] !== read(join(folder, name)));
  for (const name of stale) process.stderr.write(`${name} is stale: run \`npm run docs\`.\n`);
  return stale.length > 0 ? 1 : 0;
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
