import { printable } from './printable.js';

test.each([
  ['plain text, tabs and line feeds stay', 'a\tb\nc – ü', 'a\tb\nc – ü'],
  ["a carriage return at a line's end goes", 'a\r\nb', 'a\nb'],
  ['any other carriage return shows, because it would overwrite the line', 'safe\revil', 'safe^Mevil'],
  ['an escape sequence is shown, not obeyed', '\u001b[2J\u001b]0;title\u0007', '^[[2J^[]0;title^G'],
  ['the one-byte form of it too', '\u009b2J', '\\x9b2J'],
  ['delete and backspace show', 'a\u007f\b', 'a^?^H'],
])('%s', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});
