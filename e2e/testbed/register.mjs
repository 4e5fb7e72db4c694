import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { descendantsOf, end, read, run, startedAt } from './system.mjs';

// Every test bed records what it creates before it creates it, so that the next one can clean up after one
// that was killed.
const directory = '/run/naas-testbed';

/** @import { ProcessIdentity } from '../../scripts/lib/processes.mjs' */

/**
 * The resources of a test bed.
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
 * Creates the record of a test bed. To be saved with save() after each change.
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
 * Removes everything in the record. Resources that are already gone are not an error.
 *
 * @param {BedRecord} record
 */
export async function cleanUp(record) {
  /** @type {number[]} */
  const userIds = [];
  for (const user of record.users) {
    const line = (read('/etc/passwd') ?? '').split('\n').find((entry) => entry.startsWith(`${user}:`));
    if (line !== undefined) userIds.push(Number(line.split(':')[2]));
  }
  // A process id may belong to another process now, so the start times must match.
  const running = record.pids.filter(({ pid, started }) => startedAt(pid) === started).map(({ pid }) => pid);
  await end(descendantsOf(running, userIds));
  const existing = (await run('ip', ['netns', 'list'])).split('\n').map((line) => line.split(' ')[0]);
  for (const name of record.namespaces) if (existing.includes(name)) await run('ip', ['netns', 'del', name]);
  for (const user of record.users)
    if ((read('/etc/passwd') ?? '').includes(`\n${user}:`)) await run('userdel', [user]);
  for (const path of record.paths) rmSync(path, { recursive: true, force: true });
  rmSync(`${directory}/${record.id}.json`, { force: true });
}

/**
 * Cleans up after test beds whose owner process has died.
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
    log(`cleaning up after test bed ${record.id}, whose process has died`);
    await cleanUp(record);
  }
}
