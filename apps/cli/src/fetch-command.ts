import type { ApiOptions } from './options.js';

/** The command line that fetches a job later, with the options that were given to this command. */
export function fetchCommand(jobId: string, options: ApiOptions): string {
  const { url, caFile, insecure, username, passwordFile } = options;
  const given = [
    ...withValue('--url', url),
    ...withValue('--ca-file', caFile),
    ...(insecure ? ['--insecure'] : []),
    ...withValue('--username', username),
    ...withValue('--password-file', passwordFile),
  ];
  return ['naas', 'jobs', 'get', jobId, '--wait', ...given].join(' ');
}

const withValue = (option: string, value: string | undefined): readonly string[] =>
  value === undefined ? [] : [option, quoteForShell(value)];

/** Quotes a text for a POSIX shell if it needs quotes. */
function quoteForShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
