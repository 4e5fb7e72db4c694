import type { JobOutput, JobResult } from '@naas/contract';

/** Maximum size of the output in one event, in bytes of UTF-8. */
export const maxOutputBytes = 262_144;

/** Truncates a text to at most `maxBytes` of UTF-8, without splitting a character. */
export function truncateText(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes) return text;
  const bytes = Buffer.from(text.slice(0, maxBytes)); // each character has at least one byte
  let end = maxBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1; // 10xxxxxx continues a character
  return bytes.toString('utf8', 0, end);
}

/** Makes a function that truncates one text after the other, so that all together have at most `maxBytes`. */
function truncateWithin(maxBytes: number): (text: string) => string {
  let remaining = maxBytes;
  return (text) => {
    const kept = truncateText(text, remaining);
    remaining -= Buffer.byteLength(kept);
    return kept;
  };
}

/** An output as an event carries it. */
export function truncateOutput({ command, output }: JobOutput): {
  readonly command: string;
  readonly output: string;
  readonly truncated?: true;
} {
  const kept = truncateText(output, maxOutputBytes);
  return { command, output: kept, ...(kept.length < output.length ? { truncated: true } : {}) };
}

/**
 * A result as an event carries it. `outputs` and `results` hold the same texts; if together they exceed the
 * maximum, each is truncated to half of it.
 */
export function truncateResult(result: JobResult): JobResult & { readonly truncated?: true } {
  const texts = [
    ...(result.outputs ?? []).map(({ output }) => output),
    ...Object.values(result.results ?? {}),
  ];
  if (texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) <= maxOutputBytes) return result;
  const [truncateInOutputs, truncateInResults] = [
    truncateWithin(maxOutputBytes / 2),
    truncateWithin(maxOutputBytes / 2),
  ];
  const outputs =
    result.outputs?.map((output) => ({ ...output, output: truncateInOutputs(output.output) })) ?? null;
  const results =
    result.results &&
    Object.fromEntries(Object.entries(result.results).map(([name, text]) => [name, truncateInResults(text)]));
  return { ...result, outputs, results, truncated: true };
}
