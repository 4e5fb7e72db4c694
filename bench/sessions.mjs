import { setTimeout as pause } from 'node:timers/promises';
import { basic, callApi } from './call-api.mjs';
import { hasProcessFacts, peakMemoryOf } from './process-facts.mjs';
import { startHelper } from './service.mjs';

/** @import { Children, Started } from '../scripts/lib/children.mjs' */
/** @import { Devices } from './devices.mjs' */
/** @import { Service } from './service.mjs' */

/**
 * Runs a job on each of 500 devices at the same time; resolves to the peak memory of API and worker together,
 * in megabytes.
 *
 * @param {{ children: Children }} bed
 * @param {Service} service
 */
export async function manySessions({ children }, { url, pids }) {
  /** @type {Started<Devices>} */
  const lab = await startHelper(children, 'held-lab-process.mjs');
  try {
    const { host, ports, platform, ...login } = lab.ready;
    /**
     * @param {string} method
     * @param {string} path
     * @param {object} [body]
     */
    const call = (method, path, body) =>
      callApi(`${url}${path}`, { method, authorization: basic(login), body });
    await Promise.all(
      ports.map((port) =>
        call('POST', '/v2/send-command', {
          host,
          port,
          platform,
          commands: ['show lab held'],
          read_timeout: 60,
        }),
      ),
    );
    const countBusy = async () => {
      /** @type {{ workers: { active_jobs: number }[] }} */
      const { workers } = await call('GET', '/v2/workers');
      return workers.reduce((sum, { active_jobs: jobs }) => sum + jobs, 0);
    };
    const countFinished = async () => {
      /** @type {{ total: number }} */
      const { total } = await call('GET', '/v2/jobs?status=finished&per_page=1');
      return total;
    };
    let maxBusy = 0;
    while ((await countFinished()) < ports.length) {
      maxBusy = Math.max(maxBusy, await countBusy());
      await pause(500);
    }
    if (maxBusy < ports.length) throw new Error(`only ${maxBusy} jobs ran at the same time`);
    return hasProcessFacts ? [peakMemoryOf(pids.api) + peakMemoryOf(pids.worker)] : [];
  } finally {
    await children.end(lab.child);
  }
}
