import { RE2JS } from 're2js';
import { patternFault } from './pattern-bounds.js';

/** A caller's compiled regular expression. */
export interface Pattern {
  /** Whether the pattern occurs in the text. Time grows linearly with the text. */
  test(text: string): boolean;
}

/**
 * Compiles a caller's regular expression in RE2 syntax, which has no back-references and no look-around: the
 * time of a test grows linearly with the text and with the size of the pattern, which is bounded.
 * @throws Error whose message is the reason why the pattern is invalid.
 */
export function compilePattern(source: string): Pattern {
  const fault = patternFault(source);
  if (fault !== null) throw new Error(fault);
  const pattern = RE2JS.compile(source, RE2JS.MULTILINE);
  return { test: (text) => pattern.matcher(text).find() };
}
