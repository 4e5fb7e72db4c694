import fc from 'fast-check';
import { Screen } from './screen.js';

// What a device writes may be hostile. Work and memory are counted, not timed: cells written, moved or read, and
// the text that is kept.

const columns = 511;
/** Size of the pieces in which the text arrives, in bytes; the screen is looked at after each. */
const pieceSize = 1_000;
/** Cells for each byte: a sequence of three bytes can move one row. */
const maxCostPerByte = columns;
/** A blank of a jump within the row is made by a sequence of at least six bytes and a character. */
const maxTextPerByte = 80;
const maxLineLength = 10_000;

/** Texts that a hostile device repeats; `begin` comes once before. */
const shapes: Readonly<Record<string, { readonly begin?: string; readonly unit: string }>> = {
  'redraws of a long line': { begin: 'x'.repeat(300_000), unit: '\rX' },
  'redraws of a short line': { begin: 'x', unit: '\rX' },
  'backspaces and text in a long line': { begin: 'x'.repeat(300_000), unit: '\bX' },
  'backspaces, a blank and backspaces': { begin: 'x'.repeat(300_000), unit: '\b \b' },
  'backspaces only': { begin: 'x'.repeat(300_000), unit: '\b' },
  'one blank inserted into a row': { begin: `${'x'.repeat(5_110)}\r`, unit: '\x1b[@' },
  'many blanks inserted': { begin: 'x'.repeat(2_000), unit: '\x1b[99999@' },
  'many blanks inserted at the beginning': { begin: 'x'.repeat(2_000), unit: '\r\x1b[99999@' },
  'blanks inserted before text': { begin: 'xxx\r', unit: '\x1b[500@y' },
  'one cell removed from a row': { begin: `${'x'.repeat(5_110)}\x1b[9A\r`, unit: '\x1b[P' },
  'many cells removed': { begin: 'x'.repeat(9_000), unit: '\r\x1b[99999Px' },
  'moves right': { unit: '\x1b[9999C' },
  'moves far right': { unit: '\x1b[999999999C' },
  'moves right and text': { unit: '\x1b[9999CX' },
  'moves right, text and a line end': { unit: '\x1b[999CX\n' },
  'moves to a column and text': { unit: '\x1b[99999GX' },
  'moves left': { begin: 'x'.repeat(20_000), unit: '\x1b[999999999D' },
  'moves up and down': { begin: 'x'.repeat(9_900), unit: '\x1b[20A\x1b[20B' },
  'moves down and text': { unit: '\x1b[99BX' },
  'moves up and text': { begin: 'x'.repeat(9_900), unit: '\x1b[AX' },
  'text, and an erasure to the end': { begin: 'x'.repeat(9_900), unit: 'X\x1b[D\x1b[K' },
  'erasures up to the cursor': { begin: 'x'.repeat(9_900), unit: '\x1b[1K' },
  'erasures up to the cursor in a full row': { begin: `${'x'.repeat(9_900)}\x1b[510C`, unit: '\x1b[1JX\b' },
  'erasures of the line, and a jump': { unit: '\x1b[2K\x1b[999CX\r' },
  'blanks over text': { begin: 'x'.repeat(9_900), unit: `\r${' '.repeat(80)}\r` },
  'an endless line': { unit: 'x' },
  'an endless line of blanks': { unit: ' ' },
  'an endless line of blanks, and returns': { begin: ' '.repeat(9_000), unit: '\r  ' },
  'an endless line with colours': { unit: 'x\x1b[31m' },
  'carriage returns': { unit: '\r' },
  'carriage returns in lines': { unit: 'x\ry\n' },
  'line ends': { unit: '\n' },
  'line ends and other controls': { unit: 'a\n\x07' },
  'other controls': { unit: '\x07\x00' },
  'ESC only': { unit: '\x1b' },
  'beginnings of sequences': { unit: '\x1b[' },
  'beginnings of strings': { unit: '\x1b]' },
  'a sequence that does not end': { begin: '\x1b[', unit: '0' },
  'a sequence of intermediates that does not end': { begin: '\x1b[', unit: ' ' },
  'a title that does not end': { begin: '\x1b]0;', unit: 'title ' },
  'a device control string that does not end': { begin: '\x1bP', unit: '1;' },
  titles: { unit: '\x1b]0;title\x07' },
  'colours that are long': { unit: '\x1b[00000000000000000000000000000001;31m' },
  'pagers that are erased': { unit: ` --More-- ${'\b'.repeat(10)}${' '.repeat(10)}${'\b'.repeat(10)}` },
  'pagers at the end of a long line': { begin: 'x'.repeat(300_000), unit: ' --More-- ' },
  prompts: { unit: 'lab1#\r' },
  'prompts in one line': { unit: 'lab1#' },
  'characters of several bytes': { unit: '⚡ü' },
  'characters of several bytes, redrawn': { begin: '⚡'.repeat(5_000), unit: '\r⚡' },
  'characters outside the basic plane': { unit: '😀\b' },
};

/** Writes in pieces, and looks at the screen as the dialogue does. */
function shown(bytes: Buffer, size = pieceSize): Screen {
  const screen = new Screen(columns);
  for (let at = 0; at < bytes.length; at += size) {
    screen.write(bytes.subarray(at, at + size));
    if (screen.lineLength <= 400) expect(screen.line.length).toBeLessThanOrEqual(400);
    expect(screen.above.length).toBeLessThanOrEqual(1_000);
  }
  return screen;
}

function repeated({ begin = '', unit }: { readonly begin?: string; readonly unit: string }, size: number) {
  return Buffer.concat([Buffer.from(begin), Buffer.alloc(size, unit)]);
}

function expectBounds(screen: Screen, received: number): void {
  expect(screen.cost).toBeLessThanOrEqual(maxCostPerByte * received + 4 * maxLineLength);
  expect(screen.line.length).toBeLessThanOrEqual(maxLineLength + columns);
  expect(screen.text.length).toBeLessThanOrEqual(maxTextPerByte * received + columns);
  // What is kept counts as received, so that the limit of an output is a limit of memory.
  expect(screen.text.length).toBeLessThanOrEqual(screen.bytes + maxLineLength + columns);
}

test.each(Object.entries(shapes))('work and memory are linear in the bytes of %s', (_name, shape) => {
  const size = 50_000;
  // A look can read a line's blanks.
  const costOfLooks = ((4 * size) / pieceSize) * maxLineLength;
  const begun = shown(repeated(shape, 0)).cost;
  const once = shown(repeated(shape, size));
  const four = shown(repeated(shape, 4 * size));
  expectBounds(once, repeated(shape, size).length);
  expectBounds(four, repeated(shape, 4 * size).length);
  expect(four.cost - begun).toBeLessThanOrEqual(5 * (once.cost - begun) + costOfLooks);
});

test('work and memory are linear in any mixture of them, and pieces of any size show the same', () => {
  const units = Object.values(shapes).map(({ unit }) => unit);
  const mixture = fc.array(
    fc.tuple(
      fc.oneof(fc.constantFrom(...units), fc.string({ maxLength: 20 })),
      fc.integer({ min: 1, max: 200 }),
    ),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(mixture, fc.integer({ min: 1, max: 5_000 }), (parts, size) => {
      const bytes = Buffer.from(parts.map(([unit, count]) => unit.repeat(count)).join(''));
      const screen = shown(bytes, size);
      // Smaller pieces are looked at more often.
      const looks = Math.ceil(bytes.length / size);
      expect(screen.cost).toBeLessThanOrEqual(maxCostPerByte * bytes.length + maxLineLength * (looks + 4));
      expect(screen.text.length).toBeLessThanOrEqual(screen.bytes + maxLineLength + columns);
      expect(screen.text).toBe(shown(bytes, bytes.length).text);
    }),
    { seed: 20_261_126, numRuns: 200 },
  );
});

test('an ordinary long line without a line end is kept whole', () => {
  const text = Array.from({ length: 50_000 }, (_, index) => `{"id":${String(index)}},`).join('');
  const screen = shown(Buffer.from(`${text}\r\nlab1# `));
  expect(screen.text).toBe(`${text}\nlab1# `);
});

test('the end of a long line can still be edited, its beginning not', () => {
  const screen = new Screen(80);
  screen.write(Buffer.from(`${'a'.repeat(20_000)}bcd\x1b[2D\x1b[KX${'\b'.repeat(30_000)}`));
  expect(screen.text).toBe(`${'a'.repeat(20_000)}bX`);
});
