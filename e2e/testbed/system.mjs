import { execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { codeOf } from '../../scripts/lib/failure.mjs';

const execute = promisify(execFile);

/**
 * Runs a program to its end. Resolves to its output. Throws an error with the end of its stderr in one line.
 * `input` is written to its stdin.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ input?: string }} [options]
 */
export async function run(program, args, { input } = {}) {
  const running = execute(program, args, { maxBuffer: 64 << 20, env: { ...process.env, LC_ALL: 'C' } });
  if (input !== undefined) running.child.stdin?.end(input);
  try {
    return (await running).stdout;
  } catch (error) {
    const { message, stderr } = /** @type {Error & { stderr?: string }} */ (error); // execFile's error
    const reason = (stderr || message).trim().split('\n').slice(-3).join(' ');
    throw new Error(`${program} ${args.slice(0, 4).join(' ')}: ${reason}`, { cause: error });
  }
}

/**
 * Starts a program in the background, in a process group of its own and with its output in a file. Resolves
 * to its process id.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {string} logFile
 */
export async function start(program, args, logFile) {
  const log = openSync(logFile, 'a', 0o644);
  const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.unref();
  return /** @type {number} */ (child.pid); // set, since it was spawned
}

/**
 * Polls every 20 ms until `condition()` is true. Throws `message` after `timeoutMs`. For states of other
 * programs that send no event.
 *
 * @param {() => boolean | Promise<boolean>} condition
 * @param {number} timeoutMs
 * @param {string} message
 */
export async function until(condition, timeoutMs, message) {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${message} within ${timeoutMs} ms`);
    await delay(20);
  }
}

/**
 * Start time of a process in clock ticks since boot, or null when there is no such process. Distinguishes a
 * process from a later one with the same id.
 *
 * @param {number} pid
 */
export function startedAt(pid) {
  return statOf(pid)?.started ?? null;
}

/**
 * Finds the given processes with their descendants, and every process of the given user ids.
 *
 * @param {number[]} pids
 * @param {number[]} userIds
 */
export function descendantsOf(pids, userIds) {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(all.map((pid) => [pid, statOf(pid)?.parent]));
  const found = new Set(pids.filter((pid) => parents.get(pid) !== undefined));
  for (const pid of all) {
    const user = userOf(pid);
    if (user !== undefined && userIds.includes(user)) found.add(pid);
  }
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const [pid, parent] of parents) if (parent !== undefined && found.has(parent)) found.add(pid);
  }
  return [...found];
}

/**
 * Ends processes with SIGTERM, and after a second with SIGKILL.
 *
 * @param {number[]} pids
 */
export async function end(pids) {
  const alive = () => pids.filter((pid) => ![undefined, 'Z'].includes(statOf(pid)?.state));
  signal(alive(), 'SIGTERM');
  await until(() => alive().length === 0, 1_000, 'not ended').catch(() => signal(alive(), 'SIGKILL'));
  await until(() => alive().length === 0, 2_000, `processes ${alive().join(', ')} did not end`);
}

/**
 * @param {number[]} pids
 * @param {NodeJS.Signals} name
 */
function signal(pids, name) {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      // ESRCH: it has ended meanwhile.
      if (codeOf(error) !== 'ESRCH') throw error;
    }
  }
}

/** @param {number} pid */
function statOf(pid) {
  const text = read(`/proc/${pid}/stat`);
  if (text === null) return undefined;
  // The command name is in parentheses and may contain any character, so the fields start after the last one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], parent: Number(fields[1]), started: fields[19] };
}

/** @param {number} pid */
function userOf(pid) {
  const line = read(`/proc/${pid}/status`)?.match(/^Uid:\s+(\d+)/m);
  return line ? Number(line[1]) : undefined;
}

/**
 * Reads the id of a user or group from /etc/passwd or /etc/group.
 *
 * @param {string} file
 * @param {string} name
 */
export function idIn(file, name) {
  const found = readFileSync(file, 'utf8').match(new RegExp(`^${name}:[^:]*:(\\d+)`, 'm'));
  if (!found) throw new Error(`${name} is not in ${file}`);
  return Number(found[1]);
}

/**
 * Reads a file. Returns null when it does not exist, or no longer does.
 *
 * @param {string} path
 */
export function read(path) {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  } catch (error) {
    if (['ESRCH', 'ENOENT'].includes(String(codeOf(error)))) return null;
    throw error;
  }
}
