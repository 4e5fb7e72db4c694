import { env } from 'node:process';

/** The environment of the process. Only this file reads it; all other code takes settings. */
export const environment: Readonly<Record<string, string | undefined>> = env;
