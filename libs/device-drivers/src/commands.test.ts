import { labLine, personalityNames, type OutputStyle } from '@naas/device-lab';
import { closeAll, lab, open } from './testing/lab.js';

afterEach(closeAll);

const styles: readonly (readonly [name: string, output: OutputStyle])[] = [
  ['whole', 'whole'],
  ['in characters', 'characters'],
  ['in pieces with pauses', { chunk: 200, pauseMs: 2 }],
];
const all = personalityNames.flatMap((personality) =>
  styles.map(([style, output]) => ({ personality, style, output })),
);

test.each(all)(
  '$personality, output $style: a command returns the text between echo and prompt',
  async ({ personality, output }) => {
    const device = await open(await lab({ personality, output }));
    const lines = Array.from({ length: 60 }, (_, index) => labLine(index));
    expect(await device.sendCommand('show lab lines 60')).toEqual({
      output: lines.join('\n'),
      refused: false,
    });
    expect(await device.sendCommand('show lab lines 1')).toEqual({ output: labLine(0), refused: false });
    expect(device.isIdle).toBe(true);
  },
);

test.each(all)(
  '$personality, output $style: a refused command is an ordinary result',
  async ({ personality, output }) => {
    const device = await open(await lab({ personality, output }));
    expect(await device.sendCommand('frobnicate now')).toMatchObject({ refused: true });
    expect(await device.sendCommand('show lab lines 1')).toEqual({ output: labLine(0), refused: false });
  },
);

test.each(all)(
  '$personality, output $style: pages are turned if paging stays on',
  async ({ personality, output }) => {
    const device = await open(await lab({ personality, output, refusePagingOff: true }));
    expect((await device.sendCommand('show lab lines 100')).output).toBe(
      Array.from({ length: 100 }, (_, index) => labLine(index)).join('\n'),
    );
  },
);
