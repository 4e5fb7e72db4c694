import type { TerminalInput } from './terminal-input.js';
import type { TerminalOutput } from './terminal-output.js';

/** Options of readLine(). */
export interface ReadStyle {
  /** False at a password question: typed text is not shown, and `endKey` is an ordinary character. */
  readonly echo: boolean;
  /** A key that replaces the line by another one, such as Ctrl-Z by `end`. */
  readonly endKey?: { readonly key: string; readonly line: string } | undefined;
}

const controlC = '\x03';
const controlU = '\x15';

/**
 * Reads a line as a terminal does: echo, backspace, Ctrl-U, Ctrl-C; CR, LF or CR LF as Enter. Undefined: the
 * session is closed.
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
    const typed = applyKeys(line, text, style);
    output.text(style.echo ? typed.shown : typed.ended ? '\n' : '');
    line = typed.line;
    if (typed.ended) {
      if (typed.ended === '\r') input.noteReturn();
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
  /** The character that ended the line; empty: the line is not complete. */
  readonly ended: string;
}

function applyKeys(before: string, text: string, style: ReadStyle): Typed {
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
