import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { logPath, root, stateDirectory } from '../scripts/lib/checkout.mjs';
import { untilHealthy } from '../scripts/first-run/health.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { programEnvironment, readReadyLine, startApi, startWorker } from '../scripts/first-run/programs.mjs';
import { startRedis } from '../scripts/lib/redis.mjs';

/** @import { Children, Started } from '../scripts/lib/children.mjs' */

/**
 * The service of a case. `pids`: process ids of API and worker.
 *
 * @typedef {object} Service
 * @property {string} url
 * @property {{ api: number, worker: number }} pids
 * @property {() => Promise<void>} stop
 */

/**
 * @typedef {object} ServiceOptions
 * @property {boolean} [takesJobs]
 * @property {Record<string, string>} [settings]
 */

const data = 'bench-redis';

/**
 * Starts Redis, the API and a worker for one case, with plain HTTP, as behind a proxy. `takesJobs: false`
 * starts a process that registers as a worker and takes no jobs.
 *
 * @param {{ children: Children, redisProgram: string } & ServiceOptions} options
 * @returns {Promise<Service>}
 */
export async function startService({ children, redisProgram, takesJobs = true, settings = {} }) {
  rmSync(join(stateDirectory, data), { recursive: true, force: true });
  const redis = await startRedis(children, redisProgram, { data, name: 'bench-redis' });
  const own = {
    NAAS_TLS: 'off',
    MAX_QUEUE_DEPTH: '0',
    RATE_LIMIT_ENABLED: 'false',
    LOG_LEVEL: 'info',
    ...settings,
  };
  const env = programEnvironment({
    redisUrl: `redis://127.0.0.1:${redis.port}`,
    apiPort: await freePort(),
    settings: own,
  });
  const api = await startApi(children, env);
  const worker = takesJobs
    ? await startWorker(children, env, 'bench-worker')
    : await startHelper(children, 'announce-process.mjs', env);
  await untilHealthy(api.ready.url, null);
  return {
    url: api.ready.url,
    pids: { api: pidOf(api), worker: pidOf(worker) },
    stop: async () => {
      await Promise.all([children.end(api.child), children.end(worker.child)]);
      await children.end(redis.child);
      rmSync(join(stateDirectory, data), { recursive: true, force: true });
    },
  };
}

/** @param {Started<unknown>} program */
function pidOf({ child }) {
  if (child.pid === undefined) throw new Error('a started program has no process id');
  return child.pid;
}

/**
 * Starts a program of the bench that keeps running.
 *
 * @template Facts the facts of its ready line
 * @param {Children} children
 * @param {string} script
 * @returns {Promise<Started<Facts>>}
 */
export function startHelper(children, script, env = process.env) {
  return children.start(script, process.execPath, [join(root, 'bench', script)], {
    env,
    log: logPath(`bench-${script}`),
    isReady: (line) => readReadyLine(line),
  });
}

/**
 * Runs a program of the bench that prints its result as the last line. Throws with its output when it fails.
 *
 * @template Result the value that it prints
 * @param {Children} children
 * @param {string} script
 * @param {object} task
 * @returns {Promise<Result>}
 */
export async function runHelper(children, script, task) {
  const log = logPath(`bench-${script}`);
  const { code, isOverTime } = await children.run(
    process.execPath,
    [join(root, 'bench', script), JSON.stringify(task)],
    { log, timeoutMs: 180_000 },
  );
  const text = readFileSync(log, 'utf8').trim();
  if (code !== 0)
    throw new Error(`${script} ${isOverTime ? 'took too long' : 'failed'}: ${text.slice(-2000)}`);
  return JSON.parse(text.slice(text.lastIndexOf('\n') + 1));
}
