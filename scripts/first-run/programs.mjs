import { join } from 'node:path';
import { logPath, root, stateFolder } from '../lib/checkout.mjs';
import { encryptionKeyFile } from './encryption-key.mjs';

/** @import { Children, Started } from '../lib/children.mjs' */

/**
 * How to log in to a fake device; the password is the enable secret too.
 *
 * @typedef {{ port: number, username: string, password: string, platform: string }} LabDevice
 */

// Settings that a run out of the checkout ignores: it stays on loopback with its own certificate.
const ignoredSettings = ['NAAS_CERT', 'NAAS_KEY', 'NAAS_KEY_FILE', 'REDIS_URL_FILE', 'REDIS_PASSWORD_FILE'];

/**
 * The environment of API and worker for a run out of the checkout. `redisUrl`: if `settings` do not say where
 * Redis is.
 *
 * @param {{ redisUrl?: string, apiPort: number, settings?: Record<string, string> }} options
 * @returns {NodeJS.ProcessEnv}
 */
export function programEnvironment({ redisUrl = '', apiPort, settings = {} }) {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !ignoredSettings.includes(name)),
  );
  const hasKey = process.env.NAAS_ENCRYPTION_KEY || process.env.NAAS_ENCRYPTION_KEY_FILE;
  return {
    ...inherited,
    ...(!hasKey && { NAAS_ENCRYPTION_KEY_FILE: encryptionKeyFile() }),
    NAAS_HOST: '127.0.0.1',
    NAAS_PORT: String(apiPort),
    NAAS_STATE_DIR: stateFolder(),
    WORKER_HTTP_HOST: '127.0.0.1',
    WORKER_HTTP_PORT: '0',
    REDIS_URL: redisUrl,
    APP_ENVIRONMENT: 'dev',
    LOG_FORMAT: 'json',
    ...settings,
  };
}

/**
 * The facts of the log line with which a program reports that it is ready; null for any other line.
 *
 * @template Facts of that program's line
 * @param {string} line
 * @returns {Facts | null}
 */
export function readReadyLine(line) {
  try {
    const facts = JSON.parse(line);
    return facts.message === 'ready' ? facts : null;
  } catch {
    return null;
  }
}

/**
 * @template Facts
 * @param {Children} children
 * @param {{ name: string, script: string, args?: string[], env: NodeJS.ProcessEnv, log: string }} options
 * @returns {Promise<Started<Facts>>}
 */
function startProgram(children, { name, script, args = [], env, log }) {
  return children.start(name, process.execPath, [join(root, script), ...args], {
    env,
    log: logPath(log),
    isReady: (line) => readReadyLine(line),
  });
}

/**
 * Starts the API; `ready.url` is where it listens.
 *
 * @param {Children} children
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Started<{ url: string }>>}
 */
export function startApi(children, env) {
  return startProgram(children, { name: 'The API', script: 'apps/api/dist/main.js', env, log: 'api' });
}

/**
 * Starts a worker. Each of several workers needs its own log.
 *
 * @param {Children} children
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Started<object>>}
 */
export function startWorker(children, env, log = 'worker') {
  return startProgram(children, { name: 'The worker', script: 'apps/worker/dist/main.js', env, log });
}

/**
 * Starts a fake Cisco IOS device; `ready` says how to log in.
 *
 * @param {Children} children
 * @returns {Promise<Started<LabDevice>>}
 */
export function startLabDevice(children) {
  const args = [join(stateFolder(), 'lab-device.json')];
  return startProgram(children, {
    name: 'The lab device',
    script: 'scripts/lab-device.mjs',
    args,
    env: process.env,
    log: 'lab-device',
  });
}
