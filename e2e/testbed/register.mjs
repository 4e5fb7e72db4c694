import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { end, family, read, run, startedAt } from './system.mjs';

// Every test bed writes down what it makes before it makes it, so that the next one can clear up after one
// that was killed.
const directory = '/run/naas-testbed';

/** @import { ProcessIdentity } from '../../scripts/lib/processes.mjs' */

/**
 * What a test bed has made.
 *
 * @typedef {object} BedRecord
 * @property {string} id
 * @property {ProcessIdentity} owner
 * @property {string} stateDirectory
 * @property {ProcessIdentity[]} pids
 * @property {string[]} users
 * @property {string[]} namespaces
 * @property {string[]} paths
 */

/**
 * Begins the record of a test bed; save it with save() at each change.
 *
 * @param {string} id
 * @param {string} stateDirectory
 * @returns {BedRecord}
 */
export function newRecord(id, stateDirectory) {
  return {
    id,
    owner: { pid: process.pid, started: startedAt(process.pid) },
    stateDirectory,
    pids: [],
    users: [],
    namespaces: [],
    paths: [],
  };
}

/** @param {BedRecord} record */
export function save(record) {
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}/${record.id}.json`, JSON.stringify(record));
}

/**
 * Takes away everything in the record. What is gone already is no error.
 *
 * @param {BedRecord} record
 */
export async function clear(record) {
  /** @type {number[]} */
  const userIds = [];
  for (const user of record.users) {
    const line = (read('/etc/passwd') ?? '').split('\n').find((one) => one.startsWith(`${user}:`));
    if (line !== undefined) userIds.push(Number(line.split(':')[2]));
  }
  // A process id may have been given to somebody else since: only those that started when we started them.
  const ours = record.pids.filter(({ pid, started }) => startedAt(pid) === started).map(({ pid }) => pid);
  await end(family(ours, userIds));
  const known = (await run('ip', ['netns', 'list'])).split('\n').map((line) => line.split(' ')[0]);
  for (const name of record.namespaces) if (known.includes(name)) await run('ip', ['netns', 'del', name]);
  for (const user of record.users)
    if ((read('/etc/passwd') ?? '').includes(`\n${user}:`)) await run('userdel', [user]);
  for (const path of record.paths) rmSync(path, { recursive: true, force: true });
  rmSync(`${directory}/${record.id}.json`, { force: true });
}

/**
 * Clears up after test beds whose owner has died.
 *
 * @param {(line: string) => void} log
 */
export async function clearOrphans(log) {
  mkdirSync(directory, { recursive: true });
  for (const file of readdirSync(directory)) {
    const text = read(`${directory}/${file}`);
    /** @type {BedRecord | null} */
    const record = text ? JSON.parse(text) : null;
    if (record === null || startedAt(record.owner.pid) === record.owner.started) continue;
    log(`clearing up after test bed ${record.id}, whose process has died`);
    await clear(record);
  }
}
