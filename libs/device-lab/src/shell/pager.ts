import type { Pager } from '../personalities/personality.js';
import type { TerminalInput } from './terminal-input.js';
import type { TerminalOutput } from './terminal-output.js';

/**
 * Prints lines page by page: after each page the pager's prompt waits for a key, which is a blank (next
 * page), Enter (next line) or `q` (no more). The prompt is wiped before the next line. False: the session has
 * gone.
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
      if (key === '\r') input.sawReturn();
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
