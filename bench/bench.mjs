import { join } from 'node:path';
import { build } from '../scripts/lib/build.mjs';
import { Children } from '../scripts/lib/children.mjs';
import { stateFolder } from '../scripts/lib/checkout.mjs';
import { Failure, Stopped, tail } from '../scripts/lib/failure.mjs';
import { installPackages } from '../scripts/lib/install.mjs';
import { exitCodeOf, onInterrupt } from '../scripts/lib/interrupt.mjs';
import { takeLock } from '../scripts/lib/lock.mjs';
import { provideRedis } from '../scripts/lib/redis.mjs';
import { Steps } from '../scripts/lib/say.mjs';
import { figures } from './figures.mjs';
import { resultTable, shown } from './table.mjs';

/** @import { Bed, Case, FullBed } from './cases.mjs' */
/** @import { FigureName } from './figures.mjs' */
/** @import { Report } from '../scripts/lib/say.mjs' */

const { stdout, stderr } = process;

/**
 * `npm run bench [-- TITLE]`: measures the cases whose title contains this text, and prints them beside goals
 * and peers.
 *
 * @param {string[]} args
 */
export async function bench([titlePart = '']) {
  const lock = takeLock(join(stateFolder(), 'bench.lock'));
  if (lock.holder !== null) {
    stderr.write(
      `A bench already runs in this checkout (process ${lock.holder.pid}); two would disturb each other.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const children = new Children({ onChange: (pids) => lock.note({ children: pids }) });
  const interrupt = onInterrupt(children);
  try {
    await measure({ children, titlePart });
  } catch (error) {
    if (error instanceof Stopped) {
      process.exitCode = exitCodeOf(await interrupt.signal);
      return;
    }
    if (!(error instanceof Failure)) throw error;
    stderr.write(`${error.log ? `${tail(error.log)}\n` : ''}${error.message}\n`);
    process.exitCode = 1;
  } finally {
    await children.endAll();
    lock.release();
  }
}

/** @param {{ children: Children, titlePart: string }} options */
async function measure({ children, titlePart }) {
  const isSelected = (/** @type {FigureName} */ name) =>
    figures[name].title.toLowerCase().includes(titlePart.toLowerCase());
  /** @type {Report} */
  const say = (text) => void stdout.write(`${text}\n`);
  await installPackages(children, say);
  const redisProgram = await provideRedis(children, say);
  await build(children, say);
  // Dynamic imports, because the packages may not be installed before this.
  const [{ cases }, { startLightDevices, startRealDevices }] = await Promise.all([
    import('./cases.mjs'),
    import('./devices.mjs'),
  ]);
  const selected = cases.filter(({ names }) => names.some(isSelected));
  if (selected.length === 0) throw new Failure(`No case has "${titlePart}" in its title.`);
  say('starting devices');
  const needsRealDevices = selected.some(({ needs, prefers }) => needs !== 'light' || prefers !== undefined);
  const real = needsRealDevices ? await startRealDevices(say) : {};
  try {
    const bed = { children, redisProgram, light: await startLightDevices(children), ...real };
    const values = await runCases({ bed, selected });
    if (Object.keys(values).length === 0) return;
    say(`\n${resultTable(values, stdout)}`);
    say(
      '\nOurs: medians of several rounds, everything on this machine. Peers: measured once, earlier, ' +
        'on 2 shared cores.',
    );
  } finally {
    await real.stop?.();
  }
}

/**
 * @param {{ bed: Bed, selected: Case[] }} options
 * @returns {Promise<Record<string, number>>} by the names of figures.mjs
 */
async function runCases({ bed, selected }) {
  /** @type {Record<string, number>} */
  const values = {};
  const possible = selected.filter(({ needs }) => bed[needs] !== undefined);
  const titleOf = (/** @type {Case} */ { names }) => figures[names[0]].title;
  for (const one of selected.filter((each) => !possible.includes(each)))
    stdout.write(`left out: ${titleOf(one)}. ${bed.reason}\n`);
  const steps = new Steps({
    out: stdout,
    total: possible.length,
    width: Math.max(...possible.map((one) => titleOf(one).length)),
  });
  for (const one of possible) {
    await steps
      .run(titleOf(one), async () => {
        // `possible` has only cases whose devices are there.
        const full = /** @type {FullBed} */ (bed);
        const measured = await one.run(full);
        measured.forEach((value, index) => (values[one.names[index]] = value));
        return measured.map((value, index) => `${shown(value)} ${figures[one.names[index]].unit}`).join(', ');
      })
      .catch((error) => {
        // A failed case does not stop the others; an interrupt does.
        if (error instanceof Stopped) throw error;
        stdout.write(`${error.message}\n`);
      });
  }
  return values;
}
