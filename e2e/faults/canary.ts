import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connectRedis, disconnectRedis, type Redis } from '@naas/core';
import { dumpOf, testSettings } from '@naas/core/testing';
import type { Bed } from './bed/bed.js';
import type { Secrets } from './secrets.js';

/** Texts that must not be found, by description. */
type Needles = ReadonlyMap<string, Buffer>;

/** The result of a search. */
export interface CanaryReport {
  /** The secrets found, each with its place. */
  readonly hits: readonly string[];
  /**
   * Places in which not even a text that is always there was found, so that the search itself must be broken.
   */
  readonly blind: readonly string[];
}

const pieceBytes = 4 * 2 ** 20;

/** Every place contains one of these texts: from keys, from empty Redis files, from logs. */
const knownTexts = ['naas', 'redis-ver', '"ready"'].map((text) => Buffer.from(text));

type Place = readonly [name: string, pieces: AsyncIterable<Buffer>];

function needlesOf({ username, password, enable, webhook, line, output }: Secrets): Needles {
  const texts = {
    'device password': password,
    'enable secret': enable,
    'webhook secret': webhook,
    'secret of a configuration line': line,
    'output of a device': output,
    'authorization header': Buffer.from(`${username}:${password}`).toString('base64'),
  };
  return new Map(Object.entries(texts).map(([description, text]) => [description, Buffer.from(text)]));
}

/** Reads a file in overlapping pieces, so that each text is whole in one of them. */
async function* piecesOf(path: string, overlap: number): AsyncIterable<Buffer> {
  const file = await open(path);
  try {
    for (let at = 0; ; at += pieceBytes - overlap) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, at);
      yield buffer.subarray(0, bytesRead);
      if (bytesRead < pieceBytes) return;
    }
  } finally {
    await file.close();
  }
}

/** Every key with its value in Redis's DUMP format. */
async function* valuesOf(client: Redis): AsyncIterable<Buffer> {
  for (const key of await client.keys('*')) {
    const value = await dumpOf(client, key);
    if (value) yield Buffer.concat([Buffer.from(key), value]);
  }
}

async function filesIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function placesIn(client: Redis, overlap: number): Promise<readonly Place[]> {
  const [, directory = ''] = (await client.config('GET', 'dir')) as readonly string[]; // name and value
  const appendOnlyFiles = (await filesIn(directory)).filter((path) => path.endsWith('.aof'));
  return [
    ['Redis', valuesOf(client)],
    ...appendOnlyFiles.map((path): Place => [path, piecesOf(path, overlap)]),
  ];
}

/** Searches Redis, its files and the programs' logs for the secrets of a bed. */
export async function searchSecrets({ secrets, store, logs }: Bed): Promise<CanaryReport> {
  const needles = needlesOf(secrets);
  const overlap = Math.max(...[...needles.values()].map(({ length }) => length));
  const clients = store.nodes.map(({ url }) => connectRedis(testSettings(url), 'patient'));
  const inRedis = (await Promise.all(clients.map((client) => placesIn(client, overlap)))).flat();
  const inLogs = (await filesIn(logs)).map((path): Place => [path, piecesOf(path, overlap)]);
  const hits: string[] = [];
  const blind: string[] = [];
  for (const [name, pieces] of [...inRedis, ...inLogs]) {
    let hasKnownText = false;
    const found = new Set<string>();
    for await (const piece of pieces) {
      hasKnownText ||= knownTexts.some((text) => piece.includes(text));
      for (const [description, text] of needles) if (piece.includes(text)) found.add(description);
    }
    hits.push(...[...found].map((description) => `${description} in ${name}`));
    if (!hasKnownText) blind.push(name);
  }
  await Promise.all(clients.map(disconnectRedis));
  return { hits, blind };
}
