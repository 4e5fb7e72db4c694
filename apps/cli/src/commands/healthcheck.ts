import { exitCodes, type ExitCode } from '../exit-codes.js';
import { catchInterrupt } from '../interrupt.js';
import { openClient } from '../open-client.js';
import type { HealthcheckOptions } from '../options.js';
import { chooseReport } from '../report/choose-report.js';

/** `naas healthcheck`: how the service is; asks for no credentials. */
export async function healthcheck(options: HealthcheckOptions): Promise<ExitCode> {
  const client = await openClient(options);
  const interrupt = catchInterrupt();
  try {
    const health = await client.healthcheck({ signal: interrupt.signal });
    chooseReport(options).health(health);
    return health.status === 'healthy' ? exitCodes.ok : exitCodes.apiError;
  } finally {
    interrupt.release();
    await client.close();
  }
}
