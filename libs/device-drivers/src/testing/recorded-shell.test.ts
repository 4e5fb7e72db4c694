import { Dialogue } from '../dialogue/dialogue.js';
import { Terminal } from '../dialogue/terminal.js';
import { definePlatform, type Step } from '../platform.js';
import { RecordedShell } from './recorded-shell.js';

/** A made-up platform whose Enter is CR. */
const platform = definePlatform({
  name: 'box',
  family: 'box',
  modes: { exec: { prompt: /^box> $/ } },
  commandMode: 'exec',
  onOpen: [],
  onClose: 'exit',
  refusals: { command: [], config: [] },
  pager: { prompt: /--more--$/, key: ' ' },
  newline: '\r',
});
const restart: Step = {
  send: 'restart',
  questions: [
    { expect: /Name\? $/, answer: 'all' },
    { expect: /\[confirm\]\s*$/, answer: 'y', key: true },
  ],
};
const exchanges = [
  { typed: 'show\r', written: 'show\r\none\r\n--more--\r        \rtwo\r\nbox> ' },
  { typed: 'restart\r', written: 'restart\r\nName? ' },
  { typed: 'all\r', written: 'all\r\nSure? [confirm] ' },
  { typed: 'y', written: '\r\nRestarted\r\nbox> ' },
];

test.each([1, 100_000])(
  'replays lines that end in CR and an answer of one key, written %i bytes at once',
  async (pieceLength) => {
    const shell = new RecordedShell('box> ', exchanges, pieceLength);
    const terminal = new Terminal(shell, { columns: 80, maxOutputBytes: 10_000, mask: (text) => text });
    const credentials = { username: '', password: '', enable: '' };
    const dialogue = new Dialogue(platform, { terminal, credentials });
    await dialogue.start({ timeoutMs: 2_000, wakeMs: 2_000 });
    expect((await dialogue.send('show', { timeoutMs: 2_000 })).output).toBe('one\ntwo');
    const answer = await dialogue.send(restart.send, { timeoutMs: 2_000, questions: restart.questions });
    expect(answer.output).toBe('Name? all\nSure? [confirm] \nRestarted');
    expect(dialogue.isAtCommandPrompt).toBe(true);
  },
);

test('keeps the order of texts when a question is answered before all of it is written', async () => {
  const written: string[] = [];
  const shell = new RecordedShell('Sure?   ', [{ typed: 'y', written: 'Done' }], 1);
  await new Promise<void>((resolve) => {
    shell.listen({
      data: (chunk) => {
        written.push(chunk.toString());
        if (chunk.toString() === '?') shell.write('y');
        if (chunk.toString() === 'e' && written.length > 5) resolve();
      },
      ended: () => undefined,
    });
  });
  expect(written.join('')).toBe('Sure?   Done');
});
