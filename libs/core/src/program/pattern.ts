import { RE2JS } from 're2js';

/** A caller's compiled regular expression. */
export interface Pattern {
  /** Whether the pattern occurs in the text. Time grows linearly with the text. */
  test(text: string): boolean;
}

/**
 * Compiles a caller's regular expression in RE2 syntax, which has no back-references and no look-around and
 * therefore cannot be made to block the process.
 * @throws Error whose message is the reason why the pattern is invalid.
 */
export function compilePattern(source: string): Pattern {
  const pattern = RE2JS.compile(source, RE2JS.MULTILINE);
  return { test: (text) => pattern.matcher(text).find() };
}
