import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { codeOf } from './failure.mjs';
import { identify, isAlive, signal } from './processes.mjs';

/** @import { ProcessIdentity } from './processes.mjs' */

/**
 * The content of a lock file: its holder, the processes that the holder started, and the URL of the holder.
 *
 * @typedef {ProcessIdentity & { children?: ProcessIdentity[], url?: string }} LockFacts
 */

/**
 * A lock that this process holds. note() adds facts to the file; `children` are the ids of the processes to
 * kill if the holder dies.
 *
 * @typedef {object} Lock
 * @property {null} holder
 * @property {(facts: { children?: number[], url?: string }) => void} note
 * @property {() => void} release
 */

/**
 * Takes a lock: a file that names the process that holds it and the processes that the holder started. The
 * lock of a dead process is taken over, and the processes that it started are killed.
 *
 * @param {string} path
 * @returns {Lock | { holder: LockFacts }} `holder`: the facts of the process that has the lock.
 */
export function takeLock(path) {
  /** @type {LockFacts} */
  let facts = identify(process.pid);
  for (;;) {
    if (place(path, facts)) break;
    const holder = readLock(path);
    if (holder !== null && isAlive(holder)) return { holder };
    removeStale(path, holder);
  }
  const write = () => {
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(facts), { mode: 0o600 });
    renameSync(draft, path);
  };
  return {
    holder: null,
    note: ({ children, ...more }) => {
      facts = { ...facts, ...more, ...(children && { children: children.map(identify) }) };
      write();
    },
    release: () => rmSync(path, { force: true }),
  };
}

/**
 * Writes the lock file, unless there is one. The file is linked into place, so that no process reads it half
 * written. Returns whether it was placed.
 *
 * @param {string} path
 * @param {LockFacts} facts
 */
function place(path, facts) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(facts), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

/**
 * @param {string} path
 * @returns {LockFacts | null}
 */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Removes the lock of a dead process. Two processes may find the same dead lock, so the file is moved aside
 * first and put back if it was a new lock.
 *
 * @param {string} path
 * @param {LockFacts | null} expected
 */
function removeStale(path, expected) {
  const aside = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = readLock(aside);
  if (moved !== null && (moved.pid !== expected?.pid || moved.started !== expected?.started)) {
    linkSync(aside, path);
  } else {
    for (const child of moved?.children ?? []) if (isAlive(child)) signal(-child.pid, 'SIGKILL');
  }
  rmSync(aside);
}
