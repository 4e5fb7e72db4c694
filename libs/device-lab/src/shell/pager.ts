import type { Pager } from '../personalities/personality.js';
import type { TerminalInput } from './terminal-input.js';
import type { TerminalOutput } from './terminal-output.js';

/**
 * Prints lines page by page. After each page the pager's prompt waits for a key: blank (next page), Enter
 * (next line) or `q` (stop). The prompt is erased before the next line. False: the session is closed.
 */
export async function printPaged(
  lines: Iterator<string>,
  pager: Pager & { readonly pageLength: number },
  terminal: { readonly input: TerminalInput; readonly output: TerminalOutput },
): Promise<boolean> {
  const { input, output } = terminal;
  // The pager's prompt takes the last line of the page.
  let room = pager.pageLength - 1;
  for (let line = lines.next(); !line.done; line = lines.next()) {
    if (room <= 0) {
      output.text(pager.prompt);
      await output.flush();
      const key = await input.key();
      if (key === undefined) return false;
      if (key === '\r') input.noteReturn();
      output.text(pager.erase);
      if (key === 'q' || key === '\x03') return true;
      room = key === '\r' || key === '\n' ? 1 : pager.pageLength - 1;
    }
    output.text(`${line.value}\n`);
    room--;
  }
  await output.flush();
  return true;
}
