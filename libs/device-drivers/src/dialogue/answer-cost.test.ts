import { DriverError } from '../errors.js';
import { definePlatform } from '../platform.js';
import { RecordedShell } from '../testing/recorded-shell.js';
import { Dialogue } from './dialogue.js';
import { logIn } from './login.js';
import { Terminal } from './terminal.js';

const platform = definePlatform({
  name: 'box',
  family: 'box',
  modes: { exec: { prompt: /^box> $/ } },
  commandMode: 'exec',
  onOpen: [],
  onClose: 'exit',
  refusals: { command: [], config: [] },
  pager: { prompt: /--more--$/, key: ' ' },
});
const pieceLength = 1_000;

function dialogueWith(
  written: string,
  first = 'box> ',
): { readonly dialogue: Dialogue; readonly terminal: Terminal } {
  const shell = new RecordedShell(first, [{ typed: 'show\n', written }], pieceLength);
  const terminal = new Terminal(shell, { columns: 80, maxOutputBytes: 400_000, mask: (text) => text });
  const credentials = { username: '', password: '', enable: '' };
  return { terminal, dialogue: new Dialogue(platform, { terminal, credentials }) };
}

test.each([
  ['in one line', 'x'],
  ['in short lines', 'text of a line\r\n'],
  ['in one line that is redrawn', '100%\r'],
  ['of prompts', 'box> '],
])('a look at a long answer %s reads only its end', async (_name, unit) => {
  const written = `show\r\n${unit.repeat(300_000 / unit.length)}\r\nbox> `;
  const { dialogue } = dialogueWith(written);
  await dialogue.start({ timeoutMs: 5_000, wakeMs: 5_000 });
  const tested: number[] = [];
  const expectNothing = {
    test: (text: string) => {
      tested.push(text.length);
      return false;
    },
  };
  await dialogue.send('show', { timeoutMs: 10_000, expect: expectNothing });
  // A line of 10,000 cells, the lines before it, and what has come since the last look. Each piece is looked at
  // once at most.
  const pieces = written.length / pieceLength;
  expect(tested.length).toBeLessThanOrEqual(pieces + 5);
  const total = tested.reduce((sum, length) => sum + length, 0);
  expect(total).toBeLessThanOrEqual(written.length + (pieces + 5) * (10_000 + 80 + 1_000));
});

test('blanks that a device makes of moves of the cursor count as output', async () => {
  const { dialogue } = dialogueWith(`show\r\n${'\x1b[79CX\n'.repeat(20_000)}`);
  await dialogue.start({ timeoutMs: 5_000, wakeMs: 5_000 });
  await expect(dialogue.send('show', { timeoutMs: 5_000 })).rejects.toMatchObject({
    code: 'OUTPUT_TOO_LARGE',
  });
});

test('a question for a new password instead of the first prompt is PASSWORD_EXPIRED', async () => {
  const first = 'WARNING: Your password has expired.\r\nChanging password for netops.\r\nCurrent password: ';
  const { dialogue } = dialogueWith('', first);
  const error: unknown = await logIn(dialogue, () => ({ timeoutMs: 2_000 })).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DriverError);
  expect(error).toMatchObject({ code: 'PASSWORD_EXPIRED', isAuthenticated: true });
});
