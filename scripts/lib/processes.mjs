import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Identifies a process beyond the reuse of its id: the id, and when it started; null: it has ended.
 *
 * @typedef {{ pid: number, started: string | null }} ProcessIdentity
 */

/**
 * When a process started, in the format of the system; null when there is no such process. Distinguishes the
 * process from a later one with the same id.
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
    // The command name is in parentheses and may contain any characters, so the fields are counted after the
    // last parenthesis.
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
 * Whether the process that identify() described still runs.
 *
 * @param {ProcessIdentity} identity
 */
export function isAlive({ pid, started }) {
  return started !== null && startedAt(pid) === started;
}

/**
 * Sends a signal to a process, or with a negative id to a process group; false when it has ended or
 * belongs to another user.
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
