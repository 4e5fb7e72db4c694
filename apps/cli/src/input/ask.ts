import { openSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { ReadStream, WriteStream } from 'node:tty';
import { CliError, usageError } from '../cli-error.js';

/** A question to the user. */
export interface Question {
  readonly text: string;
  /** True for a secret: what the user types is not shown. */
  readonly isSecret: boolean;
  /** Message of the usage error when there is no terminal or the answer is empty. */
  readonly missing: string;
}

/** Asks on the terminal itself, so that standard input and output stay free for data. */
export async function ask(question: Question): Promise<string> {
  const { input, output } = openTerminal(question.missing);
  const discard = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input,
    output: question.isSecret ? discard : output,
    terminal: true,
    historySize: 0,
  });
  try {
    if (question.isSecret) output.write(question.text);
    const answer = await answerOf(lines, question.isSecret ? '' : question.text);
    if (answer === '') throw usageError(question.missing);
    return answer;
  } finally {
    lines.close();
    if (question.isSecret) output.write('\n');
    input.destroy();
    output.destroy();
  }
}

function answerOf(lines: Interface, prompt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    lines.once('SIGINT', () => reject(new CliError('INTERRUPTED', 'interrupted; nothing was sent.')));
    lines.once('close', () => resolve(''));
    lines.question(prompt, resolve);
  });
}

function openTerminal(missing: string): { readonly input: ReadStream; readonly output: WriteStream } {
  try {
    return {
      input: new ReadStream(openSync('/dev/tty', 'r')),
      output: new WriteStream(openSync('/dev/tty', 'w')),
    };
  } catch {
    throw usageError(missing);
  }
}
