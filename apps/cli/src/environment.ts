import { env } from 'node:process';

/** The environment of the process. No other file of the command line reads it. */
export const environment: Readonly<Record<string, string | undefined>> = env;
