import { env } from 'node:process';

/** The process's environment. The only place that reads it; everything else is handed settings. */
export const environment: Readonly<Record<string, string | undefined>> = env;
