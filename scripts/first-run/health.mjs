import { setTimeout as delay } from 'node:timers/promises';
import { call } from './call.mjs';
import { Failure } from '../lib/failure.mjs';

/** @import { Body } from './call.mjs' */

const maxWaitMs = 20_000;
const intervalMs = 30;

/**
 * Waits until an API reports that it reaches Redis and that a worker serves it; both take a moment after it
 * listens.
 *
 * @param {string} url
 * @param {string | null} certificate see call()
 */
export async function untilHealthy(url, certificate) {
  const deadline = performance.now() + maxWaitMs;
  for (;;) {
    /** @type {{ body: Body }} */
    const { body } = await call(new URL('/healthcheck', url), { certificate, timeoutMs: 5_000 }).catch(
      (error) => ({ body: { error: error.message } }),
    );
    if (body.status === 'healthy') return;
    if (performance.now() > deadline)
      throw new Failure(`The API at ${url} is not healthy: ${JSON.stringify(body)}`);
    await delay(intervalMs);
  }
}
