import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { obstacle } from '../../e2e/testbed/packages.mjs';
import { clearOrphans } from '../../e2e/testbed/register.mjs';
import { tsc } from './build.mjs';
import { logPath, root, stateFolder } from './checkout.mjs';
import { Children } from './children.mjs';
import { Failure, Stopped, tail } from './failure.mjs';
import { installPackages } from './install.mjs';
import { exitCodeOf, onInterrupt } from './interrupt.mjs';
import { jestSummary, runJest } from './jest-step.mjs';
import { provideRedis } from './redis.mjs';
import { duration, paint } from './say.mjs';

const { stdout } = process;
const colours = paint(stdout);
const minuteMs = 60_000;
const node = process.execPath;
const tool = (...path) => join(root, 'node_modules', ...path);

// In this order; each goes on where an earlier one failed, so that one run tells all. Limits are for what hangs.
const checks = [
  { title: 'Types', log: 'types', limitMs: 5 * minuteMs, command: [node, tsc, '-b'] },
  { title: 'Lint', log: 'lint', limitMs: 5 * minuteMs, command: [node, tool('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0'] },
  { title: 'Boundaries', log: 'boundaries', limitMs: 3 * minuteMs, jest: ['--selectProjects', 'boundaries'] },
  { title: 'Unit and integration tests', log: 'unit', limitMs: 8 * minuteMs, jest: ['--ignoreProjects', 'boundaries', 'docs', 'scripts', '--maxWorkers', '2'] },
  { title: 'First run and scripts', log: 'scripts', limitMs: 5 * minuteMs, jest: ['--selectProjects', 'scripts', '--runInBand'] },
  { title: 'Real devices: OpenSSH and FRR', log: 'e2e', limitMs: 8 * minuteMs, jest: ['--config', 'e2e/jest.config.js', '--runInBand'], obstacle, afterwards: clearOrphans },
  { title: 'Docs', log: 'docs', limitMs: 3 * minuteMs, jest: ['--selectProjects', 'docs'] },
];

/**
 * `npm test [-- WORD]`: makes the checks that have the word in their title, sets the process's exit code, and ends with the line
 * `N passed, N failed`.
 */
export async function checkAll([word = '']) {
  const children = new Children();
  const interrupt = onInterrupt(children);
  const counts = { passed: 0, failed: 0 };
  const skipped = [];
  const add = ({ passed, failed }) => {
    counts.passed += passed;
    counts.failed += failed;
  };
  try {
    const redis = await prepare(children);
    const wanted = checks.filter(({ title }) => title.toLowerCase().includes(word.toLowerCase()));
    if (wanted.length === 0) throw new Failure(`No check has "${word}" in its title; there are ${checks.map(({ title }) => title).join(', ')}.`);
    for (const check of wanted) add(await runCheck({ check, children, skipped, env: testEnvironment(redis) }));
  } catch (error) {
    if (error instanceof Stopped) {
      process.exitCode = exitCodeOf(await interrupt.signal);
      return stdout.write('Stopped.\n');
    }
    if (!(error instanceof Failure)) throw error;
    counts.failed += 1;
    stdout.write(`${error.log ? `${tail(error.log)}\n` : ''}${colours.red(error.message)}\n`);
  } finally {
    await children.endAll();
  }
  for (const why of skipped) stdout.write(`\n${colours.yellow(`NOT TESTED: ${why}`)}\n`);
  stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

async function prepare(children) {
  heading('Set-up');
  const say = (text) => stdout.write(`${text}\n`);
  say(`packages ${await installPackages(children, say)}`);
  const redis = await provideRedis(children, say);
  say(`Redis is ${redis}`);
  return redis;
}

// The tests start `redis-server`: where it has another name or lies off the PATH, a link shows the way.
function testEnvironment(redis) {
  const folder = stateFolder('bin');
  const link = join(folder, 'redis-server');
  rmSync(link, { force: true });
  mkdirSync(dirname(link), { recursive: true });
  const isFound = basename(redis) === 'redis-server' && (process.env.PATH ?? '').split(delimiter).includes(dirname(redis));
  if (!isFound) symlinkSync(redis, link);
  return { ...process.env, ...(!isFound && { PATH: `${folder}${delimiter}${process.env.PATH}` }) };
}

async function runCheck({ check, children, skipped, env }) {
  heading(check.title);
  const why = check.obstacle?.() ?? null;
  if (why !== null) {
    skipped.push(`${check.title}. ${why}`);
    const isFailure = /^(1|true)$/i.test(process.env.CI ?? '');
    stdout.write(`${colours.yellow(`SKIPPED: ${why}`)}${isFailure ? ' With CI set, that is a failure.' : ''}\n`);
    return { passed: 0, failed: isFailure ? 1 : 0 };
  }
  const started = performance.now();
  const outcome = await (check.jest ? runJestCheck : runCommand)(children, check, env).finally(() => check.afterwards?.((line) => stdout.write(`${line}\n`)));
  const text = readFileSync(outcome.log, 'utf8').trim();
  if (outcome.failed > 0) stdout.write(`${text}\n`);
  else if (check.jest) stdout.write(`${jestSummary(text)}\n`);
  if (outcome.isOverTime) stdout.write(`${colours.red(`ended: it took longer than ${duration(check.limitMs)}`)}\n`);
  const word = outcome.failed > 0 ? colours.red('failed') : colours.green('passed');
  stdout.write(`${word}  ${colours.faint(duration(performance.now() - started))}\n`);
  return outcome;
}

function runJestCheck(children, { log: name, jest: args, limitMs: timeoutMs }, env) {
  return runJest(children, { name, args, timeoutMs, env });
}

async function runCommand(children, { log: name, command: [program, ...args], limitMs }, env) {
  const log = logPath(`test-${name}`);
  const { code, isOverTime } = await children.run(program, args, { log, timeoutMs: limitMs, env });
  const isGood = code === 0 && !isOverTime;
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, isOverTime, log };
}

function heading(title) {
  stdout.write(`\n${colours.strong(`== ${title}`)}\n`);
}
