import { openSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { ReadStream, WriteStream } from 'node:tty';
import { CliError, usage } from '../cli-error.js';

/** How a question is asked. */
export interface Question {
  readonly text: string;
  /** True for a secret: nothing typed is shown. */
  readonly isSecret: boolean;
  /** What to say where there is no terminal to ask on. */
  readonly otherwise: string;
}

/** Asks on the terminal itself, so that standard input and output stay free for data. */
export async function ask(question: Question): Promise<string> {
  const { input, output } = openTerminal(question.otherwise);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input,
    output: question.isSecret ? nowhere : output,
    terminal: true,
    historySize: 0,
  });
  try {
    if (question.isSecret) output.write(question.text);
    const answer = await answerOf(lines, question.isSecret ? '' : question.text);
    if (answer === '') throw usage(question.otherwise);
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

function openTerminal(otherwise: string): { readonly input: ReadStream; readonly output: WriteStream } {
  try {
    return {
      input: new ReadStream(openSync('/dev/tty', 'r')),
      output: new WriteStream(openSync('/dev/tty', 'w')),
    };
  } catch {
    throw usage(otherwise);
  }
}
