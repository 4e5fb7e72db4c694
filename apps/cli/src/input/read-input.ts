import { readFile } from 'node:fs/promises';
import { stdin } from 'node:process';
import { text } from 'node:stream/consumers';
import { usage } from '../cli-error.js';

/** The text of a file named by an option. */
export async function readTextFile(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw usage(`the file of ${option} cannot be read: ${path} (${reason}).`);
  }
}

/** A secret in a file: the text without the line break at its end. */
export async function readSecretFile(path: string, option: string): Promise<string> {
  const secret = (await readTextFile(path, option)).replace(/\r?\n$/, '');
  if (secret === '') throw usage(`the file of ${option} is empty: ${path}.`);
  return secret;
}

/** All of standard input, or a usage error rather than a silent wait at a terminal. */
export async function readStandardInput(): Promise<string> {
  if (stdin.isTTY)
    throw usage('"-" reads standard input, but that is a terminal; pipe the lines into it or use --file.');
  return text(stdin);
}
