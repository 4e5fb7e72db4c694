/**
 * The lines of a configuration text that go to the device: without blank lines, without `!` comments, and
 * with tabs as spaces, because a device takes a tab as a request to complete the word. Indentation stays.
 */
export function configLines(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.replaceAll('\t', ' ').trimEnd())
    .filter((line) => line !== '' && !line.trimStart().startsWith('!'));
}
