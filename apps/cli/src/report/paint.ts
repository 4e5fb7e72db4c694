import type { WriteStream } from 'node:tty';
import { environment } from '../environment.js';

/** Colours of one stream; each returns its text unchanged when the stream has no colours. */
export type Paint = Readonly<Record<'bold' | 'dim' | 'red' | 'green' | 'yellow', (text: string) => string>>;

/** SGR codes: on, off. */
const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;

/** Colours on a terminal, unless NO_COLOR is set or TERM is `dumb`. */
export function paintFor(stream: Pick<WriteStream, 'isTTY'>): Paint {
  const hasColours = stream.isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  const style =
    ([on, off]: readonly [number, number]) =>
    (text: string) =>
      hasColours ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    bold: style(codes.bold),
    dim: style(codes.dim),
    red: style(codes.red),
    green: style(codes.green),
    yellow: style(codes.yellow),
  };
}
