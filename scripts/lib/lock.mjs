import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { codeOf } from './failure.mjs';
import { identify, isAlive, signal } from './processes.mjs';

/** @import { ProcessIdentity } from './processes.mjs' */

/**
 * What a lock says: who holds it, what that one started, and where it can be reached.
 *
 * @typedef {ProcessIdentity & { children?: ProcessIdentity[], url?: string }} LockFacts
 */

/**
 * A lock that was taken. note() adds facts to the file; `children`, process ids, are those to be ended after
 * a death.
 *
 * @typedef {object} Lock
 * @property {null} holder
 * @property {(facts: { children?: number[], url?: string }) => void} note
 * @property {() => void} release
 */

/**
 * Takes a lock: a file that says which process holds it, and what that one started. The lock of a process
 * that has died is taken over, and what it started is ended.
 *
 * @param {string} path
 * @returns {Lock | { holder: LockFacts }} `holder`: what the one that has the lock noted.
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
 * Linked into place, so that nobody ever reads a lock half written.
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
 * Two may find the same dead lock: the file is moved aside first, and put back when it was a new one already.
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
