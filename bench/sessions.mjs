import { setTimeout as pause } from 'node:timers/promises';
import { basic, callApi } from './call-api.mjs';
import { hasProcessFacts, peakMemoryOf } from './process-facts.mjs';
import { startHelper } from './service.mjs';

/**
 * Runs a job on each of 500 devices at the same time; resolves to the most memory that API and worker held,
 * in megabytes.
 */
export async function manySessions({ children }, { url, pids }) {
  const lab = await startHelper(children, 'held-lab-process.mjs');
  try {
    const { host, ports, platform, ...login } = lab.ready;
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
    const busy = async () =>
      (await call('GET', '/v2/workers')).workers.reduce((sum, { active_jobs: jobs }) => sum + jobs, 0);
    const finished = async () => (await call('GET', '/v2/jobs?status=finished&per_page=1')).total;
    let most = 0;
    while ((await finished()) < ports.length) {
      most = Math.max(most, await busy());
      await pause(500);
    }
    if (most < ports.length) throw new Error(`only ${most} jobs ran at the same time`);
    return hasProcessFacts ? [peakMemoryOf(pids.api) + peakMemoryOf(pids.worker)] : [];
  } finally {
    await children.end(lab.child);
  }
}
