import { limits } from '@naas/contract';

/** Maximum length of a Prefer header, in characters; longer ones are ignored. */
const maxHeaderLength = 1024;

const quoted = /"(?:[^"\\]|\\.)*"/g;
const preference = /(?:[^,"]|"(?:[^"\\]|\\.)*")+/g;
const waitPreference = /^\s*wait\s*(?:=\s*("?)([^";\s]*)\1)?\s*(?:;.*)?$/i;

/**
 * Seconds of `Prefer: wait=N` (RFC 7240), at most 60; 0 if there is no such preference. As RFC 7240 requires,
 * the first of several counts, and a malformed one is ignored.
 */
export function waitSeconds(header: string | readonly string[] | undefined): number {
  const text = typeof header === 'string' ? header : (header?.join(',') ?? '');
  if (text === '' || text.length > maxHeaderLength) return 0;
  if (text.replace(quoted, '').includes('"')) return 0; // an unclosed quote
  for (const entry of text.match(preference) ?? []) {
    const match = waitPreference.exec(entry);
    if (match) return /^\d+$/.test(match[2] ?? '') ? Math.min(Number(match[2]), limits.waitSeconds) : 0;
  }
  return 0;
}
