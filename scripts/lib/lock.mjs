import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identify, isAlive, signal } from './processes.mjs';

/**
 * Takes a lock: a file that says which process holds it, and what that one started. The lock of a process
 * that has died is taken over, and what it started is ended.
 *
 * @param {string} path
 * @returns {{ holder: object } | { holder: null, note: (facts: object) => void, release: () => void }}
 * `holder`: what the one that has the lock noted, with its `pid`. note() adds facts to the file; `children`,
 * process ids, are those to be ended after a death.
 */
export function takeLock(path) {
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

// Linked into place, so that nobody ever reads a lock half written.
function place(path, facts) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(facts), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

// Two may find the same dead lock: the file is moved aside first, and put back when it was a new one already.
function removeStale(path, expected) {
  const aside = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
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
