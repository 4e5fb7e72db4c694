import { readFile } from 'node:fs/promises';
import { stdin } from 'node:process';
import { text } from 'node:stream/consumers';
import { usageError } from '../cli-error.js';

/** Reads the text file that an option names. */
export async function readTextFile(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw usageError(`${option}: cannot read ${path} (${reason}).`);
  }
}

/** Reads a secret from a file, without the line break at its end. */
export async function readSecretFile(path: string, option: string): Promise<string> {
  const secret = (await readTextFile(path, option)).replace(/\r?\n$/, '');
  if (secret === '') throw usageError(`${option}: ${path} is empty.`);
  return secret;
}

/** Reads all of standard input. Throws a usage error at a terminal, where it would wait silently. */
export async function readStandardInput(): Promise<string> {
  if (stdin.isTTY)
    throw usageError('"-" reads standard input, which is a terminal; pipe the lines into it or use --file.');
  return text(stdin);
}
