import type { WriteStream } from 'node:tty';
import { environment } from '../environment.js';

/** Colours for one stream; without colours each gives its text back. */
export type Paint = Readonly<Record<'bold' | 'dim' | 'red' | 'green' | 'yellow', (text: string) => string>>;

/** SGR codes: on, off. */
const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;

/** Colours on a terminal, unless NO_COLOR is set or the terminal is a dumb one. */
export function paintFor(stream: Pick<WriteStream, 'isTTY'>): Paint {
  const hasColours = stream.isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  const brush =
    ([on, off]: readonly [number, number]) =>
    (text: string) =>
      hasColours ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    bold: brush(codes.bold),
    dim: brush(codes.dim),
    red: brush(codes.red),
    green: brush(codes.green),
    yellow: brush(codes.yellow),
  };
}
