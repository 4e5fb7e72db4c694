/**
 * Text that cannot move the cursor, change colours or make the terminal answer: control characters other than
 * tab and line feed are shown in caret notation, because the output of a device must not
 * control the user's terminal.
 */
export function printable(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/[^\P{Cc}\t\n]/gu, visible);
}

/** `^[` for escape; `\\x9b` for the C1 characters, which have no caret notation. */
function visible(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x80 ? `^${String.fromCharCode(code ^ 0x40)}` : `\\x${code.toString(16)}`;
}
