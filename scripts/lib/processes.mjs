import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * When a process started, in the system's own words, or null when there is none: tells it from a later one
 * with its id.
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

/** Identifies a process for good: `{ pid, started }`. */
export function identify(pid) {
  return { pid, started: startedAt(pid) };
}

/** Whether the process that identify() described is still there. */
export function isAlive({ pid, started }) {
  return started !== null && startedAt(pid) === started;
}

/**
 * Sends a signal to a process, or with a negative id to a process group; false when it is gone or belongs to
 * somebody else.
 */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
