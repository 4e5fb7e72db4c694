import { promptAt } from '../dialogue/modes.js';
import { refusalIn } from '../dialogue/refusal.js';
import { Dialogue } from '../dialogue/dialogue.js';
import { Terminal } from '../dialogue/terminal.js';
import { newlineOf } from '../platform.js';
import { RecordedShell } from '../testing/recorded-shell.js';
import { platformExamples } from './recordings/index.js';
import { capabilitiesOf, platformNamed, platformNames, platforms, type Platform } from './index.js';

/** The mode of a prompt of one or two lines. */
function modeOf(platform: Platform, prompt: string): string | undefined {
  const [above = '', line] = prompt.split('\n');
  return (line === undefined ? promptAt(platform, above, '') : promptAt(platform, line, above))?.mode;
}

const all = Object.values(platforms).map((platform: Platform) => ({
  name: platform.name,
  platform,
  // The names are the keys; see the test below.
  example: platformExamples[platform.name as keyof typeof platforms],
}));

test('each platform is listed under its own name, in alphabetical order', () => {
  expect(Object.values(platforms).map(({ name }) => name)).toEqual(Object.keys(platforms));
  expect(platformNames).toEqual([...platformNames].sort());
});

test('the capabilities of a platform follow from its data', () => {
  expect(capabilitiesOf('juniper_junos')).toEqual({ config: true, save: false, commit: true });
  expect(capabilitiesOf('cisco_ios')).toEqual({ config: true, save: true, commit: false });
  expect([capabilitiesOf('cisco_iso'), platformNamed('constructor')]).toEqual([undefined, undefined]);
});

describe.each(all)('$name', ({ platform, example }) => {
  test('has recorded prompts for each mode, and each prompt belongs to that mode only', () => {
    expect(Object.keys(example.pass).sort()).toEqual(Object.keys(platform.modes).sort());
    for (const [mode, prompts] of Object.entries(example.pass))
      for (const prompt of prompts) expect([prompt, modeOf(platform, prompt)]).toEqual([prompt, mode]);
  });

  test('declares two prompt lines exactly for the modes with recorded prompts of two lines', () => {
    const declared = Object.entries(platform.modes).filter(([, { promptLines }]) => promptLines === 2);
    const recorded = Object.entries(example.pass).filter(([, prompts]) =>
      prompts.some((prompt) => prompt.includes('\n')),
    );
    expect(declared.map(([mode]) => mode)).toEqual(recorded.map(([mode]) => mode));
  });

  test('does not take other lines for a prompt', () => {
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
    const exchanges = example.answers.map(({ typed, answer }) => ({
      typed: typed + newlineOf(platform),
      written: answer,
    }));
    const shell = new RecordedShell(prompt.replaceAll('\n', '\r\n'), exchanges, pieceLength);
    const terminal = new Terminal(shell, { columns: 511, maxOutputBytes: 1_000_000, mask: (text) => text });
    const dialogue = new Dialogue(platform, {
      terminal,
      credentials: { username: '', password: '', enable: '' },
    });
    await dialogue.start({ timeoutMs: 5_000, wakeMs: 5_000 });
    for (const { typed, output, refused } of example.answers) {
      const answer = await dialogue.send(typed, { timeoutMs: 5_000 });
      const refusal = refusalIn(answer.output, platform.refusals.command);
      expect({ output: answer.output, refused: refusal !== undefined }).toEqual({ output, refused });
    }
  });

  test('distinguishes refused configuration lines from notices', () => {
    const isRefused = (output: string): boolean => refusalIn(output, platform.refusals.config) !== undefined;
    const { refused, accepted } = example.config;
    expect(refused.map((output) => [output, isRefused(output)])).toEqual(
      refused.map((output) => [output, true]),
    );
    expect(accepted.map((output) => [output, isRefused(output)])).toEqual(
      accepted.map((output) => [output, false]),
    );
  });
});
