import { Screen } from './screen.js';

function shown(...chunks: readonly string[]): string {
  const screen = new Screen(80);
  for (const chunk of chunks) screen.write(Buffer.from(chunk, 'latin1'));
  return screen.text;
}

const cases: readonly (readonly [name: string, typed: string, shown: string])[] = [
  ['line ends become LF', 'one\r\ntwo\nthree', 'one\ntwo\nthree'],
  ['NX-OS writes CR CR LF', 'one\r\r\ntwo\r\r\n', 'one\ntwo\n'],
  ['text after a carriage return overwrites the line', '[#   ] 10%\r[##  ] 99%\r\n', '[##  ] 99%\n'],
  ['a backspace moves left', 'shpw\b\bow', 'show'],
  [
    'a pager erased with backspaces leaves nothing',
    ` --More-- ${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}\b\r\nline\r\n`,
    '\nline\n',
  ],
  ['a pager erased with blanks leaves nothing', `---(more)---\r${' '.repeat(40)}\rend\r\n`, 'end\n'],
  ['a pager erased with an erase sequence leaves nothing', '\x1b[7m--More--\x1b[27m\r\x1b[Kend\r\n', 'end\n'],
  ['trailing blanks of a line are kept', 'up   \r\ndown  ', 'up   \ndown  '],
  ['tabs are kept', 'a\tb\r\n', 'a\tb\n'],
  ['colours are dropped', '\x1b[01;32madmin@host\x1b[0m:\x1b[34m~\x1b[m$ ', 'admin@host:~$ '],
  ['a window title is dropped, ended by BEL or by ST', '\x1b]0;admin@host: ~\x07a\x1b]2;x\x1b\\b', 'ab'],
  ['bracketed paste is dropped', '\x1b[?2004h$ ls\r\n\x1b[?2004l\rfile\r\n', '$ ls\nfile\n'],
  ['charset and keypad sequences are dropped', '\x1b(B\x1b=\x1b>text\x1b7\x1b8', 'text'],
  ['NUL and BEL are dropped', 'a\0b\x07c', 'abc'],
  ['the cursor moves left and right, and to a column', 'abcd\x1b[3DX\x1b[CY\x1b[1GZ', 'ZXcY'],
  [
    'erasing from the cursor, up to it, and all',
    'abcd\x1b[2D\x1b[K\r\nabcd\x1b[2D\x1b[1K\r\nabcd\x1b[2Kx\r\n',
    'ab\n   d\n    x\n',
  ],
  ['cells are removed and inserted', 'abcd\x1b[3D\x1b[2P\x1b[1@\r\n', 'a d\n'],
  ['an ESC that does not begin a sequence is dropped alone', '\x1b\x01a', 'a'],
];

test.each(cases)('%s', (_name, typed, expected) => {
  expect(shown(typed)).toBe(expected);
  expect(shown(...typed)).toBe(expected);
});

test('a character split over chunks is complete', () => {
  const bytes = Buffer.from('Zürich ⚡\r\n');
  const screen = new Screen(80);
  for (const byte of bytes) screen.write(Buffer.of(byte));
  expect(screen.text).toBe('Zürich ⚡\n');
});

test('a line that the device wraps is one line', () => {
  // As readline does it: a blank in the next row, then a return to the beginning of that row.
  expect(shown(`${'a'.repeat(80)} \rbcd\r\n`)).toBe(`${'a'.repeat(80)}bcd\n`);
});

test('a wrapped line can be redrawn from its first row', () => {
  expect(shown(`${'a'.repeat(80)} \rbcd\x1b[A\rX\r\n`)).toBe(`X${'a'.repeat(79)}bcd\n`);
});

test('begin keeps the current line', () => {
  const screen = new Screen(80);
  screen.write(Buffer.from('old\r\nlab1#'));
  screen.begin();
  expect(screen.lineEnds).toBe(0);
  screen.write(Buffer.from('show clock\r\n10:00\r\nlab1#'));
  expect(screen.text).toBe('lab1#show clock\n10:00\nlab1#');
  expect([screen.line, screen.above, screen.bytes]).toEqual(['lab1#', '10:00', 24]);
});

test('cut removes the end of the line', () => {
  const screen = new Screen(80);
  screen.write(Buffer.from('text --More-- '));
  screen.cut(4);
  screen.write(Buffer.from('\r\n'));
  expect(screen.text).toBe('text\n');
});

test('head returns the first finished lines', () => {
  const screen = new Screen(80);
  for (const line of ['one\r\n', 'two\r\n', 'three\r\n']) screen.write(Buffer.from(line));
  expect(screen.head(5)).toBe('one\nt');
  expect(screen.head(100)).toBe('one\ntwo\nthree\n');
});

test('carriage returns are applied in bulk output, too', () => {
  const screen = new Screen(80);
  screen.write(Buffer.from('first\r\n10%\r99%\r\ntwo\r\r\nlast\r\nlab1#'));
  expect(screen.text).toBe('first\n99%\ntwo\nlast\nlab1#');
  expect([screen.above, screen.finishedFrom(1), screen.head(9)]).toEqual([
    'last',
    '99%\ntwo\nlast\n',
    'first\n99%',
  ]);
});

test('a chunk may end within a line end', () => {
  const text = Array.from(
    { length: 500 },
    (_, index) => `${String(index)} ${'x'.repeat(index % 70)}\r\n`,
  ).join('');
  const bytes = Buffer.from(text);
  for (const size of [1, 2, 3, 7, 64, 1000]) {
    const screen = new Screen(80);
    for (let at = 0; at < bytes.length; at += size) screen.write(bytes.subarray(at, at + size));
    expect(screen.text).toBe(text.replaceAll('\r\n', '\n'));
  }
});

test('time is linear in the length of one endless line', () => {
  const screen = new Screen(80);
  const chunk = Buffer.from('x'.repeat(1_000));
  for (let count = 0; count < 10_000; count++) screen.write(chunk);
  expect(screen.text).toHaveLength(10_000_000);
});
