import { readLine } from './line-editor.js';
import { TerminalInput } from './terminal-input.js';
import { type OutputStyle, TerminalOutput } from './terminal-output.js';

class Screen {
  readonly writes: string[] = [];
  room = true;
  drain: (() => void) | undefined;
  write(data: Buffer): boolean {
    this.writes.push(data.toString('latin1'));
    return this.room;
  }
  once(_event: 'drain', listener: () => void): void {
    this.drain = listener;
  }
}

function terminal(style: OutputStyle = 'whole'): {
  input: TerminalInput;
  output: TerminalOutput;
  screen: Screen;
} {
  const screen = new Screen();
  return { input: new TerminalInput(), output: new TerminalOutput(screen, style), screen };
}

async function typed(...pieces: string[]): Promise<{ lines: (string | undefined)[]; shown: string }> {
  const { input, output, screen } = terminal();
  for (const piece of pieces) input.push(Buffer.from(piece));
  const lines = [
    await readLine(input, output, { echo: true }),
    await readLine(input, output, { echo: true }),
  ];
  await output.flush();
  return { lines, shown: screen.writes.join('') };
}

test.each([['a\nb\n'], ['a\rb\r'], ['a\r\nb\r\n'], ['a\r\0b\r\0']])('%j is two lines', async (text) => {
  expect(await typed(text)).toEqual({ lines: ['a', 'b'], shown: 'a\r\nb\r\n' });
});

test('CR LF is one Enter even if it arrives in two pieces', async () => {
  const { input, output } = terminal();
  input.push(Buffer.from('a\r'));
  expect(await readLine(input, output, { echo: true })).toBe('a');
  input.push(Buffer.from('\nb\r'));
  expect(await readLine(input, output, { echo: true })).toBe('b');
});

test('backspace, Ctrl-U and Ctrl-C edit the line and its echo', async () => {
  expect(await typed('ax\bb\n', 'wrong\x15right\n')).toEqual({
    lines: ['ab', 'right'],
    shown: `ax\b \bb\r\nwrong${'\b \b'.repeat(5)}right\r\n`,
  });
  expect((await typed('no\x03yes\n')).lines).toEqual(['', 'yes']);
});

test('reading a line resolves to undefined when the session closes', async () => {
  const { input, output } = terminal();
  const line = readLine(input, output, { echo: true });
  input.close();
  expect(await line).toBeUndefined();
});

test.each([
  ['whole', ['aé\r\n']],
  ['characters', ['a', '\xc3', '\xa9', '\r', '\n']],
  [{ chunk: 2 }, ['a\xc3', '\xa9\r', '\n']],
] as const)('text is written in style %j', async (style, writes) => {
  const { output, screen } = terminal(style);
  output.text('aé\n');
  await output.flush();
  expect(screen.writes.map((piece) => piece)).toEqual(
    writes.map((piece) => Buffer.from(piece, piece.includes('é') ? 'utf8' : 'latin1').toString('latin1')),
  );
});

test('writing waits for a full channel until it drains or closes', async () => {
  const { output, screen } = terminal({ chunk: 1 });
  screen.room = false;
  output.text('abc');
  const flushed = output.flush();
  await Promise.resolve();
  expect(screen.writes).toEqual(['a']);
  screen.drain?.();
  await new Promise(setImmediate);
  expect(screen.writes).toEqual(['a', 'b']);
  output.close();
  await flushed;
  expect(screen.writes).toEqual(['a', 'b']);
});
