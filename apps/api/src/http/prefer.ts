import { limits } from '@naas/contract';

/** Longest Prefer header that is looked into. */
const longestHeader = 1024;

const quoted = /"(?:[^"\\]|\\.)*"/g;
const preference = /(?:[^,"]|"(?:[^"\\]|\\.)*")+/g;
const waitPreference = /^\s*wait\s*(?:=\s*("?)([^";\s]*)\1)?\s*(?:;.*)?$/i;

/**
 * Seconds of `Prefer: wait=N` (RFC 7240), at most 60; 0 when there is none. As the RFC wants it, the first of
 * several counts, and one that is malformed is ignored.
 */
export function waitSeconds(header: string | readonly string[] | undefined): number {
  const text = typeof header === 'string' ? header : (header?.join(',') ?? '');
  if (text === '' || text.length > longestHeader) return 0;
  if (text.replace(quoted, '').includes('"')) return 0; // a quote that does not end
  for (const entry of text.match(preference) ?? []) {
    const match = waitPreference.exec(entry);
    if (match) return /^\d+$/.test(match[2] ?? '') ? Math.min(Number(match[2]), limits.waitSeconds) : 0;
  }
  return 0;
}
