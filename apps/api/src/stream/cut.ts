import type { JobOutput, JobResult } from '@naas/contract';

/** Most output that an event carries, in bytes of UTF-8. */
export const mostOutputBytes = 262_144;

/** A text's beginning, at most so many bytes of UTF-8, without half a character at its end. */
export function cutText(text: string, mostBytes: number): string {
  if (text.length * 3 <= mostBytes || Buffer.byteLength(text) <= mostBytes) return text;
  const bytes = Buffer.from(text.slice(0, mostBytes)); // a character has a byte at least
  let end = mostBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1; // 10xxxxxx goes on with a character
  return bytes.toString('utf8', 0, end);
}

/** Cuts texts one after the other, until what they may have together is used up. */
function cutter(mostBytes: number): (text: string) => string {
  let left = mostBytes;
  return (text) => {
    const kept = cutText(text, left);
    left -= Buffer.byteLength(kept);
    return kept;
  };
}

/** What an event tells of an output. */
export function cutOutput({ command, output }: JobOutput): {
  readonly command: string;
  readonly output: string;
  readonly truncated?: true;
} {
  const kept = cutText(output, mostOutputBytes);
  return { command, output: kept, ...(kept.length < output.length ? { truncated: true } : {}) };
}

/**
 * A result as an event carries it. Outputs and results hold the same texts: over the bound, each gets half of
 * it.
 */
export function cutResult(result: JobResult): JobResult & { readonly truncated?: true } {
  const texts = [
    ...(result.outputs ?? []).map(({ output }) => output),
    ...Object.values(result.results ?? {}),
  ];
  if (texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) <= mostOutputBytes) return result;
  const [ofOutputs, ofResults] = [cutter(mostOutputBytes / 2), cutter(mostOutputBytes / 2)];
  const outputs = result.outputs?.map((output) => ({ ...output, output: ofOutputs(output.output) })) ?? null;
  const results =
    result.results &&
    Object.fromEntries(Object.entries(result.results).map(([name, text]) => [name, ofResults(text)]));
  return { ...result, outputs, results, truncated: true };
}
