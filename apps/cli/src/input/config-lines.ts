/**
 * The lines of a configuration text that go to the device: without blank lines, without `!` comments, and
 * with tabs as spaces, because a tab asks a device to complete the word. Indentation stays.
 */
export function configLines(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.replaceAll('\t', ' ').trimEnd())
    .filter((line) => line !== '' && !line.trimStart().startsWith('!'));
}
