import { env } from 'node:process';

/** The process's environment. The only place of the command line that reads it. */
export const environment: Readonly<Record<string, string | undefined>> = env;
