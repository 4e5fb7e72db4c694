import type { TerminalInput } from './terminal-input.js';
import type { TerminalOutput } from './terminal-output.js';

/** How a line is read. */
export interface ReadStyle {
  /** False at a password question: nothing typed is shown, and nothing typed can end the mode. */
  readonly echo: boolean;
  /** A key that stands for a whole line where it is typed, such as Ctrl-Z for `end`. */
  readonly endKey?: { readonly key: string; readonly line: string } | undefined;
}

const controlC = '\x03';
const controlU = '\x15';

/**
 * Reads a line as a terminal does: echo, backspace, Ctrl-U, Ctrl-C; CR, LF or CR LF as Enter. Undefined: the
 * session has gone.
 */
export async function readLine(
  input: TerminalInput,
  output: TerminalOutput,
  style: ReadStyle,
): Promise<string | undefined> {
  let line = '';
  for (;;) {
    const text = await input.next();
    if (text === undefined) return undefined;
    const typed = take(line, text, style);
    output.text(style.echo ? typed.shown : typed.ended ? '\n' : '');
    line = typed.line;
    if (typed.ended) {
      if (typed.ended === '\r') input.sawReturn();
      input.unread(typed.rest);
      return line;
    }
    await output.flush();
  }
}

interface Typed {
  readonly line: string;
  readonly shown: string;
  readonly rest: string;
  /** The character that ended the line; empty: it goes on. */
  readonly ended: string;
}

function take(before: string, text: string, style: ReadStyle): Typed {
  let line = before;
  let shown = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const done = (ended: string, echoed: string): Typed => ({
      line,
      shown: shown + echoed,
      rest: text.slice(at + 1),
      ended,
    });
    if (character === '\r' || character === '\n') return done(character, '\n');
    if (style.echo && character === style.endKey?.key) {
      line = style.endKey.line;
      return done(character, `^${String.fromCharCode(character.charCodeAt(0) + 64)}\n`);
    }
    if (character === controlC) {
      line = '';
      return done(character, '^C\n');
    }
    if (character === controlU) {
      shown += '\b \b'.repeat(line.length);
      line = '';
    } else if (character === '\b' || character === '\x7f') {
      if (line !== '') shown += '\b \b';
      line = line.slice(0, -1);
    } else if (character >= ' ') {
      line += character;
      shown += character;
    }
  }
  return { line, shown, rest: '', ended: '' };
}
