/** A part of some JSON in UTF-8: from byte `start` to the one before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const [quote, backslash, comma, letterU] = [0x22, 0x5c, 0x2c, 0x75];
const isOpening = (byte: number | undefined): boolean => byte === 0x5b || byte === 0x7b; // [ {
const isClosing = (byte: number | undefined): boolean => byte === 0x5d || byte === 0x7d; // ] }

/** Where the string that begins at `start` ends, with its quote. */
function endOfString(json: Buffer, start: number): number {
  const { length } = json;
  let at = start + 1;
  // No byte of a longer character in UTF-8 is a quote or a backslash.
  while (at < length && json[at] !== quote) at += json[at] === backslash ? 2 : 1;
  return at + 1;
}

/** Where the value that begins at `start` ends. */
function endOfValue(json: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === quote) at = endOfString(json, at) - 1;
    else if (depth === 0 && (byte === comma || isClosing(byte))) return at;
    else if (isOpening(byte)) depth += 1;
    else if (isClosing(byte)) depth -= 1;
  }
  return json.length;
}

/**
 * The values of an object's members, by name, without parsing them: linear in their bytes, and without a copy.
 * `json` must be as JSON.stringify() writes it, without spaces.
 */
export function memberSpans(json: Buffer): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (let at = 1; json[at] === quote;) {
    const nameEnd = endOfString(json, at);
    const span = { start: nameEnd + 1, end: endOfValue(json, nameEnd + 1) };
    spans.set(String(JSON.parse(json.toString('utf8', at, nameEnd))), span);
    at = span.end + 1;
  }
  return spans;
}

/** A JSON text with another value in place of a span. */
export function withValue(json: Buffer, { start, end }: Span, value: string): string {
  return json.toString('utf8', 0, start) + value + json.toString('utf8', end);
}

/**
 * The beginning of the text of the string at a span: at least `minBytes` of it in UTF-8, or all; several times
 * as much at most.
 */
export function beginningOf(json: Buffer, { start, end }: Span, minBytes: number): string {
  const limit = start + 1 + minBytes * 6; // an escape of six bytes can stand for one
  if (end - 1 <= limit) return String(JSON.parse(json.toString('utf8', start, end)));
  let at = start + 1;
  while (at < limit) at += json[at] !== backslash ? 1 : json[at + 1] === letterU ? 6 : 2;
  while (((json[at] ?? 0) & 0xc0) === 0x80) at -= 1; // 10xxxxxx continues a character
  return String(JSON.parse(`${json.toString('utf8', start, at)}"`));
}
