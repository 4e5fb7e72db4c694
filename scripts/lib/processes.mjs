import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * A process for good: its id, and when it started; null: it is gone.
 *
 * @typedef {{ pid: number, started: string | null }} ProcessIdentity
 */

/**
 * When a process started, in the system's own words, or null when there is none: tells it from a later one
 * with its id.
 *
 * @param {number} pid
 */
export function startedAt(pid) {
  try {
    if (!existsSync('/proc/self/stat'))
      return (
        execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
          encoding: 'utf8',
          stdio: 'pipe',
        }).trim() || null
      );
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name stands in parentheses and may hold anything: the fields are counted behind the last
    // one.
    const [state, ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? null : fields[18];
  } catch {
    return null;
  }
}

/**
 * @param {number} pid
 * @returns {ProcessIdentity}
 */
export function identify(pid) {
  return { pid, started: startedAt(pid) };
}

/**
 * Whether the process that identify() described is still there.
 *
 * @param {ProcessIdentity} identity
 */
export function isAlive({ pid, started }) {
  return started !== null && startedAt(pid) === started;
}

/**
 * Sends a signal to a process, or with a negative id to a process group; false when it is gone or belongs to
 * somebody else.
 *
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
