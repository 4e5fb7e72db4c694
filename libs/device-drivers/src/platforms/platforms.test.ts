import { promptAt } from '../dialogue/modes.js';
import { refusalIn } from '../dialogue/refusal.js';
import { Session } from '../dialogue/session.js';
import { Terminal } from '../dialogue/terminal.js';
import { RecordedShell } from '../testing/recorded-shell.js';
import { platformExamples } from './recordings/index.js';
import { capabilitiesOf, platformNamed, platformNames, platforms, type Platform } from './index.js';

/** The mode of a prompt, which may have two lines. */
function modeOf(platform: Platform, prompt: string): string | undefined {
  const [above = '', line] = prompt.split('\n');
  return (line === undefined ? promptAt(platform, above, '') : promptAt(platform, line, above))?.mode;
}

const all = Object.values(platforms).map((platform: Platform) => ({
  name: platform.name,
  platform,
  example: platformExamples[platform.name as keyof typeof platforms],
})); // the names are the keys, tested below

test('the names of the platforms are the keys they stand under, in order', () => {
  expect(Object.values(platforms).map(({ name }) => name)).toEqual(Object.keys(platforms));
  expect(platformNames).toEqual([...platformNames].sort());
});

test('what a platform can do is read from its data', () => {
  expect(capabilitiesOf('juniper_junos')).toEqual({ config: true, save: false, commit: true });
  expect(capabilitiesOf('cisco_ios')).toEqual({ config: true, save: true, commit: false });
  expect([capabilitiesOf('cisco_iso'), platformNamed('constructor')]).toEqual([undefined, undefined]);
});

describe.each(all)('$name', ({ platform, example }) => {
  test("has prompts for each mode, and each is that mode's alone", () => {
    expect(Object.keys(example.pass).sort()).toEqual(Object.keys(platform.modes).sort());
    for (const [mode, prompts] of Object.entries(example.pass))
      for (const prompt of prompts) expect([prompt, modeOf(platform, prompt)]).toEqual([prompt, mode]);
  });

  test('takes nothing else for a prompt', () => {
    for (const line of example.fail) expect([line, modeOf(platform, line)]).toEqual([line, undefined]);
  });

  test('has a way from every mode to the command mode and to configuration mode', () => {
    for (const [name, { parent, leave }] of Object.entries(platform.modes)) {
      if (name !== platform.commandMode && parent !== undefined)
        expect([name, leave === undefined]).toEqual([name, false]);
    }
    for (const mode of [platform.commandMode, platform.configMode])
      if (mode !== undefined) expect(Object.keys(platform.modes)).toContain(mode);
  });

  test.each([1, 7, 100_000])('reads its recorded answers, written %i bytes at once', async (pieceLength) => {
    const [prompt = ''] = example.pass[platform.commandMode] ?? [];
    const shell = new RecordedShell(
      [prompt.replaceAll('\n', '\r\n'), ...example.answers.map(({ answer }) => answer)],
      pieceLength,
    );
    const terminal = new Terminal(shell, { columns: 511, maxOutputBytes: 1_000_000, mask: (text) => text });
    const session = new Session(platform, {
      terminal,
      credentials: { username: '', password: '', enable: '' },
    });
    await session.start({ timeoutMs: 5_000, wakeMs: 5_000 });
    for (const { typed, output, refused } of example.answers) {
      const { words } = await session.send(typed, { timeoutMs: 5_000 });
      expect({ output: words, refused: refusalIn(words, platform.refusals.command) !== undefined }).toEqual({
        output,
        refused,
      });
    }
  });

  test('tells refused configuration lines from notices', () => {
    const isRefused = (words: string): readonly [string, boolean] => [
      words,
      refusalIn(words, platform.refusals.config) !== undefined,
    ];
    expect(example.config.refused.map(isRefused)).toEqual(
      example.config.refused.map((words) => [words, true]),
    );
    expect(example.config.accepted.map(isRefused)).toEqual(
      example.config.accepted.map((words) => [words, false]),
    );
  });
});
