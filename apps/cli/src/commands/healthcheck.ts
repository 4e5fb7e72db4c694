import { callApi } from '../call-api.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import type { HealthcheckOptions } from '../options.js';

/** `naas healthcheck`: shows the state of the service; needs no credentials. */
export async function healthcheck(options: HealthcheckOptions): Promise<ExitCode> {
  return callApi(options, undefined, async ({ client, signal, report }) => {
    const health = await client.healthcheck({ signal });
    report.health(health);
    return health.status === 'healthy' ? exitCodes.ok : exitCodes.apiError;
  });
}
