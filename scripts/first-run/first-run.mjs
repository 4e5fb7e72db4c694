import { join } from 'node:path';
import { stateDirectory, stateFolder } from '../lib/checkout.mjs';
import { Children } from '../lib/children.mjs';
import { build } from '../lib/build.mjs';
import { Failure, Stopped, tail } from '../lib/failure.mjs';
import { firstCommand, runFirstJob } from './first-job.mjs';
import { untilHealthy } from './health.mjs';
import { installPackages } from '../lib/install.mjs';
import { exitCodeOf, onInterrupt } from '../lib/interrupt.mjs';
import { takeLock } from '../lib/lock.mjs';
import { nextLines } from './next-lines.mjs';
import { freePort } from '../lib/ports.mjs';
import { programEnvironment, startApi, startLabDevice, startWorker } from './programs.mjs';
import { redisPassword } from './redis-password.mjs';
import { checkRedis, provideRedis, startRedis } from '../lib/redis.mjs';
import { duration, paint, Steps } from '../lib/say.mjs';

/** @import { LabDevice } from './programs.mjs' */
/** @import { Lock } from '../lib/lock.mjs' */
/** @import { Report } from '../lib/say.mjs' */

/** @typedef {ReturnType<typeof onInterrupt>} Interrupt */

/**
 * The started service, and the output of the first job. `ended` resolves when the program has ended.
 *
 * @typedef {object} Running
 * @property {string} url
 * @property {string | null} certificate
 * @property {LabDevice} device
 * @property {string} output
 * @property {{ name: string, ended: Promise<number>, log: string }[]} programs
 */

const defaultPort = 8443;
const usage = `\
npm start              installs, builds, starts NAAS with a lab device, runs a first job, and stays up until Ctrl-C
npm start -- --check   ends after the first job: exit code 0 only if it returned the device's output

REDIS_URL: a Redis to use instead of a private one.
NAAS_PORT: port of the API. Default: ${defaultPort}.
NAAS_STATE_DIR: directory for keys, data and logs. Default: .naas.
`;

const { stdout, stderr } = process;
const colours = paint(stdout);

/**
 * `npm start`: sets the exit code of the process, and leaves no process running.
 *
 * @param {string[]} args
 */
export async function firstRun(args) {
  if (args.some((arg) => arg !== '--check')) {
    const isHelp = args.every((arg) => ['--help', '-h'].includes(arg));
    (isHelp ? stdout : stderr).write(usage);
    process.exitCode = isHelp ? 0 : 2;
    return;
  }
  const lock = takeLock(join(stateFolder(), 'start.lock'));
  if (lock.holder !== null) {
    const { pid, url } = lock.holder;
    stderr.write(
      `NAAS already runs in this checkout (process ${pid}${url ? `, ${url}` : ', still starting'}). Stop it ` +
        'first, or set another NAAS_STATE_DIR.\n',
    );
    process.exitCode = 1;
    return;
  }
  const children = new Children({ onChange: (pids) => lock.note({ children: pids }) });
  const interrupt = onInterrupt(children);
  try {
    process.exitCode = await run({ children, interrupt, lock, isCheck: args.includes('--check') });
  } catch (error) {
    process.exitCode = await printError(error, interrupt);
  } finally {
    await children.endAll();
    lock.release();
  }
}

/** @param {{ children: Children, interrupt: Interrupt, lock: Lock, isCheck: boolean }} options */
async function run({ children, interrupt, lock, isCheck }) {
  const started = performance.now();
  const running = await startAll(children);
  lock.note({ url: running.url });
  showOutput(running.output);
  stdout.write(`\nFrom nothing to the device's answer in ${duration(performance.now() - started)}.\n`);
  if (isCheck) return 0;
  showNext(running);
  return waitForStop({ children, interrupt, running });
}

/**
 * @param {Children} children
 * @returns {Promise<Running>}
 */
async function startAll(children) {
  const steps = new Steps({ out: stdout, total: 6, width: 'API, worker'.length });
  await steps.run('Packages', (report) => installPackages(children, report));
  await steps.run('Build', (report) => build(children, report));
  const redis = await steps.run('Redis', (report) => findRedis(children, report));
  const device = await steps.run('Lab device', async () => {
    const started = await startLabDevice(children);
    const { platform, port, username, password } = started.ready;
    const outcome = `${platform}, ssh -p ${port} ${username}@127.0.0.1, password ${password}`;
    return { ...started, outcome };
  });
  const { api, worker } = await steps.run('API, worker', () => startPrograms(children, redis.settings));
  const { url } = api.ready;
  const certificate = certificateOf(url);
  const job = await steps.run('First job', async (report) => {
    report(`${firstCommand}, through REST API, queue and worker`);
    const { output, milliseconds } = await runFirstJob({ url, certificate, device: device.ready });
    return { output, outcome: `${firstCommand}: POST to result in ${Math.round(milliseconds)} ms` };
  });
  const programs = [
    { name: 'The lab device', ended: device.ended, log: 'lab-device' },
    { name: 'The API', ended: api.ended, log: 'api' },
    { name: 'The worker', ended: worker.ended, log: 'worker' },
  ];
  return { url, certificate, device: device.ready, output: job.output, programs };
}

/**
 * The Redis that REDIS_URL names, or a private one. `settings`: how the programs reach it.
 *
 * @param {Children} children
 * @param {Report} report
 */
async function findRedis(children, report) {
  const url = process.env.REDIS_URL;
  if (url) return { settings: { REDIS_URL: url }, outcome: `${await checkRedis(url)}, from REDIS_URL` };
  const password = redisPassword();
  const { port } = await startRedis(children, await provideRedis(children, report), { password });
  const settings = {
    REDIS_URL: '',
    REDIS_SENTINELS: '',
    REDIS_SENTINEL_MASTER: '',
    REDIS_HOST: '127.0.0.1',
    REDIS_PORT: String(port),
    REDIS_PASSWORD: password,
  };
  return { settings, outcome: `private, 127.0.0.1:${port}` };
}

/**
 * @param {Children} children
 * @param {Record<string, string>} redisSettings
 */
async function startPrograms(children, redisSettings) {
  const wantedPort = Number(process.env.NAAS_PORT) || defaultPort;
  const apiPort = await freePort(wantedPort);
  const env = programEnvironment({ apiPort, settings: redisSettings });
  const both = /** @type {const} */ ([startApi(children, env), startWorker(children, env)]);
  // Waits for both even when one fails, so that the log of the failed program is complete and the other
  // program is registered.
  await Promise.allSettled(both);
  const [api, worker] = await Promise.all(both);
  const { url } = api.ready;
  await untilHealthy(url, certificateOf(url));
  return { api, worker, outcome: `${url}${apiPort === wantedPort ? '' : ` (port ${wantedPort} is taken)`}` };
}

/**
 * The path of the certificate that the API makes at its start; null for plain HTTP.
 *
 * @param {string} url
 */
function certificateOf(url) {
  return url.startsWith('https:') ? join(stateDirectory, 'tls-cert.pem') : null;
}

/** @param {string} output */
function showOutput(output) {
  const lines = output.split('\n').map((line) => `  ${colours.faint('│')} ${line}`.trimEnd());
  stdout.write(`\n  ${colours.strong(`lab1# ${firstCommand}`)}\n${lines.join('\n')}\n`);
}

/** @param {Running} running */
function showNext(running) {
  stdout.write(`\n${colours.strong('Try next, in another terminal in this directory:')}\n`);
  for (const { title, lines } of nextLines(running)) {
    stdout.write(`\n  ${colours.faint(`# ${title}`)}\n${lines.map((line) => `  ${line}\n`).join('')}`);
  }
  const { port, username, password } = running.device;
  stdout.write(
    `\nRunning: API ${running.url}, a worker, and the lab device on port ${port} (user ${username}, ` +
      `password ${password}).\n`,
  );
  stdout.write(
    `Logs are in ${join(stateDirectory, 'logs')}. ${colours.strong('Ctrl-C stops everything.')}\n`,
  );
}

/** @param {{ children: Children, interrupt: Interrupt, running: Running }} options */
async function waitForStop({ children, interrupt, running }) {
  const ends = running.programs.map(({ name, ended, log }) =>
    ended.then(() => ({ name, log: join(stateDirectory, 'logs', `${log}.log`) })),
  );
  const first = await Promise.race([interrupt.signal.then((signal) => ({ signal })), ...ends]);
  if (!('signal' in first) && !children.isStopping)
    throw new Failure(`${first.name} has ended.`, { log: first.log });
  stdout.write('\nStopping ...\n');
  await children.endAll();
  stdout.write('Stopped; nothing is left running.\n');
  // Ctrl-C is the regular end of this command.
  return 0;
}

/**
 * @param {unknown} error
 * @param {Interrupt} interrupt
 */
async function printError(error, interrupt) {
  if (error instanceof Stopped) {
    const signal = await interrupt.signal;
    stderr.write(`Stopped by ${signal}.\n`);
    return exitCodeOf(signal);
  }
  if (!(error instanceof Failure)) throw error;
  const last = error.log ? tail(error.log) : '';
  if (last) stderr.write(`\n${last}\n`);
  stderr.write(
    `\n${colours.red(error.message)}${last ? ` The lines above are the end of ${error.log}.` : ''}\n`,
  );
  return 1;
}
