import { configLines } from './config-lines.js';

test.each([
  ['blank lines are left out', 'hostname r1\n\n   \nend\n', ['hostname r1', 'end']],
  [
    'comments are left out, indented ones too',
    '! by hand\ninterface e0\n !\n no shutdown\n',
    ['interface e0', ' no shutdown'],
  ],
  ['an exclamation mark inside a line stays', 'banner motd #keep out!#\n', ['banner motd #keep out!#']],
  ['all line endings are recognised', 'one\r\ntwo\rthree\nfour', ['one', 'two', 'three', 'four']],
  ['a tab becomes a space, so that the device completes nothing', '\tset  x\ty\t', [' set  x y']],
  ['a byte order mark is not part of the first line', '\uFEFFhostname r1', ['hostname r1']],
  ['a comment in another syntax is kept', '# note', ['# note']],
  ['a text without lines to send gives none', '\n!\n', []],
])('%s', (_, text, lines) => {
  expect(configLines(text)).toEqual(lines);
});
