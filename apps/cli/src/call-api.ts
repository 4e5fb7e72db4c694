import type { NaasClient } from '@naas/client';
import type { Credentials } from './input/credentials.js';
import type { ExitCode } from './exit-codes.js';
import { catchInterrupt } from './interrupt.js';
import { apiUrl, isClearText, openClient } from './open-client.js';
import type { ApiOptions, FormOptions } from './options.js';
import { chooseReport } from './report/choose-report.js';
import type { Report } from './report/report.js';

/** What a command works with. */
export interface Api {
  readonly client: NaasClient;
  readonly report: Report;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * Runs one command with a client and a report, and closes what it opened. Without credentials only the health
 * can be asked.
 */
export async function callApi(
  options: ApiOptions & FormOptions,
  credentials: Credentials | undefined,
  command: (api: Api) => Promise<ExitCode>,
): Promise<ExitCode> {
  const report = chooseReport(options);
  const url = apiUrl(options);
  if (credentials !== undefined && isClearText(url))
    report.note(`warning: the password goes to ${url} in clear text; use https.`);
  const client = await openClient(options, credentials);
  const { signal, release } = catchInterrupt();
  try {
    return await command({ client, report, signal });
  } finally {
    release();
    await client.close();
  }
}
