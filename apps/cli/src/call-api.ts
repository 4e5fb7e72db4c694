import type { NaasClient } from '@naas/client';
import type { Credentials } from './input/credentials.js';
import type { ExitCode } from './exit-codes.js';
import { catchInterrupt } from './interrupt.js';
import { apiUrl, isClearText, openClient } from './open-client.js';
import type { ApiOptions, FormatOptions } from './options.js';
import { chooseReport } from './report/choose-report.js';
import type { Report } from './report/report.js';

/** What a command is given. */
export interface Api {
  readonly client: NaasClient;
  readonly report: Report;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * Runs one command with a client and a report, then closes the client. Without credentials only the health
 * check works.
 */
export async function callApi(
  options: ApiOptions & FormatOptions,
  credentials: Credentials | undefined,
  command: (api: Api) => Promise<ExitCode>,
): Promise<ExitCode> {
  const report = chooseReport(options);
  const url = apiUrl(options);
  if (credentials !== undefined && isClearText(url))
    report.note(`warning: the password is sent to ${url} in clear text; use https.`);
  const client = await openClient(options, credentials);
  const { signal, release } = catchInterrupt();
  try {
    return await command({ client, report, signal });
  } finally {
    release();
    await client.close();
  }
}
