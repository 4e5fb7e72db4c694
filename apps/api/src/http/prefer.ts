import type { IncomingHttpHeaders } from 'node:http';

/** Maximum length of a Prefer header, in characters; longer ones are ignored. */
const maxHeaderLength = 1024;

const quoted = /"(?:[^"\\]|\\.)*"/g;
const preference = /(?:[^,"]|"(?:[^"\\]|\\.)*")+/g;
const waitPreference = /^\s*wait\s*(?:=\s*("?)([^";\s]*)\1)?\s*(?:;.*)?$/i;

/**
 * Seconds of `Prefer: wait=N` (RFC 7240); 0 if there is no such preference. As RFC 7240 requires,
 * the first of several counts, and a malformed one is ignored.
 */
export function waitSeconds(header: string | readonly string[] | undefined): number {
  const text = typeof header === 'string' ? header : (header?.join(',') ?? '');
  if (text === '' || text.length > maxHeaderLength) return 0;
  if (text.replace(quoted, '').includes('"')) return 0; // an unclosed quote
  for (const entry of text.match(preference) ?? []) {
    const match = waitPreference.exec(entry);
    if (match) return /^\d+$/.test(match[2] ?? '') ? Number(match[2]) : 0;
  }
  return 0;
}

/** The headers with a `Prefer` that asks for no more than `maxSeconds`, since only that is applied. */
export function withMaxWait(headers: IncomingHttpHeaders, maxSeconds: number): IncomingHttpHeaders {
  const seconds = waitSeconds(headers['prefer']);
  return seconds > maxSeconds ? { ...headers, prefer: `wait=${maxSeconds}` } : headers;
}
