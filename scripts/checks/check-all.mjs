import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { obstacle } from '../../e2e/testbed/packages.mjs';
import { clearOrphans } from '../../e2e/testbed/register.mjs';
import { build, tsc } from '../lib/build.mjs';
import { logPath, root, stateFolder } from '../lib/checkout.mjs';
import { Children } from '../lib/children.mjs';
import { Failure, Stopped, tail } from '../lib/failure.mjs';
import { installPackages } from '../lib/install.mjs';
import { exitCodeOf, onInterrupt } from '../lib/interrupt.mjs';
import { jestSummary, runJest } from './jest-step.mjs';
import { provideRedis } from '../lib/redis.mjs';
import { duration, paint } from '../lib/say.mjs';

/** @import { Report } from '../lib/say.mjs' */

/**
 * A check: a command, or jest with these arguments. `obstacle` returns why it cannot run on this machine,
 * `summary` the part of the log of a passed command that is shown.
 *
 * @typedef {object} CheckFacts
 * @property {string} title
 * @property {string} log
 * @property {number} limitMs
 * @property {() => string | null} [obstacle]
 * @property {(report: Report) => Promise<void>} [afterwards]
 * @property {(text: string) => string} [summary]
 *
 * @typedef {CheckFacts & { jest: string[], command?: never }} JestCheck
 * @typedef {CheckFacts & { command: string[], jest?: never }} CommandCheck
 */

/**
 * @typedef {object} Run
 * @property {Children} children
 * @property {string[]} skipped a sentence for each skipped check
 * @property {NodeJS.ProcessEnv} env
 */

const { stdout } = process;
const colours = paint(stdout);
/** @type {Report} */
const say = (text) => void stdout.write(`${text}\n`);
const minuteMs = 60_000;
const node = process.execPath;
const tool = (/** @type {string[]} */ ...path) => join(root, 'node_modules', ...path);

// In this order. A failed check does not stop the next ones, so that one run shows all failures. The limits
// end checks that hang.
/** @type {(JestCheck | CommandCheck)[]} */
const checks = [
  { title: 'Types', log: 'types', limitMs: 5 * minuteMs, command: [node, tsc, '-b'] },
  {
    title: 'Types of the scripts',
    log: 'script-types',
    limitMs: 3 * minuteMs,
    command: [node, tsc, '-p', 'tsconfig.scripts.json'],
  },
  {
    title: 'Lint',
    log: 'lint',
    limitMs: 5 * minuteMs,
    command: [node, tool('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0'],
  },
  {
    title: 'Format',
    log: 'format',
    limitMs: 3 * minuteMs,
    command: [node, tool('prettier', 'bin', 'prettier.cjs'), '--check', '--cache', '.'],
  },
  { title: 'Boundaries', log: 'boundaries', limitMs: 3 * minuteMs, jest: ['--selectProjects', 'boundaries'] },
  {
    title: 'Unit and integration tests',
    log: 'unit',
    limitMs: 8 * minuteMs,
    jest: ['--ignoreProjects', 'boundaries', 'docs', 'scripts', '--maxWorkers', '2'],
  },
  {
    title: 'First run and scripts',
    log: 'scripts',
    limitMs: 5 * minuteMs,
    jest: ['--selectProjects', 'scripts', '--runInBand'],
  },
  {
    title: 'Real devices: OpenSSH and FRR',
    log: 'e2e',
    limitMs: 8 * minuteMs,
    jest: ['--config', 'e2e/jest.config.js', '--runInBand'],
    obstacle,
    afterwards: clearOrphans,
  },
  {
    title: 'Faults under load',
    log: 'faults',
    limitMs: 3 * minuteMs,
    command: [node, join(root, 'scripts', 'soak.mjs'), '--brief'],
    summary: lastParagraph,
  },
  { title: 'Docs', log: 'docs', limitMs: 3 * minuteMs, jest: ['--selectProjects', 'docs'] },
];

/**
 * `npm test [-- TITLE]`: runs the checks whose title contains this text, sets the exit code of the process,
 * and ends with the line `N passed, N failed`.
 *
 * @param {string[]} args
 */
export async function checkAll([titlePart = '']) {
  const children = new Children();
  const interrupt = onInterrupt(children);
  // Files that tests leave behind, above all interrupted ones, are removed with this directory. The users of
  // the test bed must be able to enter it.
  const temporary = mkdtempSync(join(tmpdir(), 'naas-test-'));
  chmodSync(temporary, 0o755);
  /** @type {Summary} */
  const summary = { passed: 0, failed: 0, skipped: [] };
  try {
    await runChecks({ children, titlePart, temporary, summary });
  } catch (error) {
    if (error instanceof Stopped) {
      process.exitCode = exitCodeOf(await interrupt.signal);
      return say('Stopped.');
    }
    if (!(error instanceof Failure)) throw error;
    summary.failed += 1;
    say(`${error.log ? `${tail(error.log)}\n` : ''}${colours.red(error.message)}`);
  } finally {
    await children.endAll();
    rmSync(temporary, { recursive: true, force: true });
  }
  for (const reason of summary.skipped) say(`\n${colours.yellow(`NOT TESTED: ${reason}`)}`);
  say(`\n${summary.passed} passed, ${summary.failed} failed`);
  process.exitCode = summary.failed > 0 ? 1 : 0;
}

/**
 * @typedef {{ passed: number, failed: number, skipped: string[] }} Summary
 * @param {{ children: Children, titlePart: string, temporary: string, summary: Summary }} options
 */
async function runChecks({ children, titlePart, temporary, summary }) {
  const selected = checks.filter(({ title }) => title.toLowerCase().includes(titlePart.toLowerCase()));
  if (selected.length === 0)
    throw new Failure(
      `No check has "${titlePart}" in its title. The checks are: ${checks.map(({ title }) => title).join(', ')}.`,
    );
  heading('Set-up');
  say(`packages ${await installPackages(children, say)}`);
  const redis = await provideRedis(children, say);
  say(`Redis is ${redis}`);
  // Some tests start the built programs. When all checks run, the check "Types" builds them.
  if (titlePart !== '') await build(children, say);
  const env = { ...testEnvironment(redis), TMPDIR: temporary };
  for (const check of selected) {
    const { passed, failed } = await runCheck(check, { children, skipped: summary.skipped, env });
    summary.passed += passed;
    summary.failed += failed;
  }
}

/**
 * The tests start `redis-server`. If it has another name or is not on the PATH, a link with that name is put
 * on the PATH.
 *
 * @param {string} redis
 */
function testEnvironment(redis) {
  const folder = stateFolder('bin');
  const link = join(folder, 'redis-server');
  rmSync(link, { force: true });
  const isOnPath =
    basename(redis) === 'redis-server' && (process.env.PATH ?? '').split(delimiter).includes(dirname(redis));
  if (!isOnPath) symlinkSync(redis, link);
  return { ...process.env, ...(!isOnPath && { PATH: `${folder}${delimiter}${process.env.PATH}` }) };
}

/**
 * @param {JestCheck | CommandCheck} check
 * @param {Run} run
 */
async function runCheck(check, { children, skipped, env }) {
  heading(check.title);
  const reason = check.obstacle?.() ?? null;
  if (reason !== null) {
    skipped.push(`${check.title}. ${reason}`);
    const isFailure = /^(1|true)$/i.test(process.env.CI ?? '');
    say(`${colours.yellow(`SKIPPED: ${reason}`)}${isFailure ? ' With CI set, this is a failure.' : ''}`);
    return { passed: 0, failed: isFailure ? 1 : 0 };
  }
  const started = performance.now();
  const outcome = await (
    check.jest ? runJestCheck(children, check, env) : runCommand(children, check, env)
  ).finally(() => check.afterwards?.(say));
  const text = readFileSync(outcome.log, 'utf8').trim();
  if (outcome.failed > 0) say(text);
  else if (check.jest) say(jestSummary(text));
  else if (check.summary) say(check.summary(text));
  if (outcome.isOverTime) say(colours.red(`stopped: it took longer than ${duration(check.limitMs)}`));
  const verdict = outcome.failed > 0 ? colours.red('failed') : colours.green('passed');
  say(`${verdict}  ${colours.faint(duration(performance.now() - started))}`);
  return outcome;
}

/**
 * @param {Children} children
 * @param {JestCheck} check
 * @param {NodeJS.ProcessEnv} env
 */
function runJestCheck(children, { log: name, jest: args, limitMs: timeoutMs }, env) {
  return runJest(children, { name, args, timeoutMs, env });
}

/**
 * @param {Children} children
 * @param {CommandCheck} check
 * @param {NodeJS.ProcessEnv} env
 */
async function runCommand(children, { log: name, command: [program, ...args], limitMs }, env) {
  const log = logPath(`test-${name}`);
  const { code, isOverTime } = await children.run(program, args, { log, timeoutMs: limitMs, env });
  const isGood = code === 0 && !isOverTime;
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, isOverTime, log };
}

/**
 * The text after the last empty line of a log.
 *
 * @param {string} text
 */
function lastParagraph(text) {
  return text.slice(text.lastIndexOf('\n\n') + 1).trim();
}

/** @param {string} title */
function heading(title) {
  say(`\n${colours.strong(`== ${title}`)}`);
}
