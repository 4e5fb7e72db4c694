import { printable } from './printable.js';

test.each([
  ['plain text, tabs and line feeds stay', 'a\tb\nc – ü', 'a\tb\nc – ü'],
  ['a carriage return at the end of a line is removed', 'a\r\nb', 'a\nb'],
  ['any other carriage return is shown, because it would overwrite the line', 'safe\revil', 'safe^Mevil'],
  ['an escape sequence is shown, not obeyed', '\u001b[2J\u001b]0;title\u0007', '^[[2J^[]0;title^G'],
  ['so is its one-byte form', '\u009b2J', '\\x9b2J'],
  ['delete and backspace are shown', 'a\u007f\b', 'a^?^H'],
])('%s', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});
