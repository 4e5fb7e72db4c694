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
import { demandRedis, provideRedis, startRedis } from '../lib/redis.mjs';
import { duration, paint, Steps } from '../lib/say.mjs';

const standardPort = 8443;
const usage = `\
npm start              installs, builds, starts NAAS with a lab device, runs a first job, and stays up until Ctrl-C
npm start -- --check   ends after the first job: exit code 0 only if it returned the device's output

REDIS_URL: a Redis to use instead of a private one. NAAS_PORT: the API's port, ${standardPort}. NAAS_STATE_DIR: where keys, data and logs are kept, .naas.
`;

const { stdout, stderr } = process;
const colours = paint(stdout);

/** `npm start`: sets the process's exit code, and leaves nothing running behind. */
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
      `NAAS runs in this checkout already (process ${pid}${url ? `, ${url}` : ', still starting'}): end ` +
        'that one first, or give this one a NAAS_STATE_DIR of its own.\n',
    );
    process.exitCode = 1;
    return;
  }
  const children = new Children({ onChange: (pids) => lock.note({ children: pids }) });
  const interrupt = onInterrupt(children);
  try {
    process.exitCode = await run({ children, interrupt, lock, isCheck: args.includes('--check') });
  } catch (error) {
    process.exitCode = await explain(error, interrupt);
  } finally {
    await children.endAll();
    lock.release();
  }
}

async function run({ children, interrupt, lock, isCheck }) {
  const started = performance.now();
  const running = await bringUp(children);
  lock.note({ url: running.url });
  showOutput(running.job);
  stdout.write(`\nFrom nothing to the device's answer in ${duration(performance.now() - started)}.\n`);
  if (isCheck) return 0;
  showNext(running);
  return stay({ children, interrupt, running });
}

async function bringUp(children) {
  const steps = new Steps({ out: stdout, total: 6, width: 'API, worker'.length });
  await steps.run('Packages', (tell) => installPackages(children, tell));
  await steps.run('Build', (tell) => build(children, tell));
  let redisUrl, device, programs, job;
  await steps.run('Redis', async (tell) => {
    const own = process.env.REDIS_URL;
    if (own) {
      redisUrl = own;
      return `${await demandRedis(own)}, as REDIS_URL says`;
    }
    const { port } = await startRedis(children, await provideRedis(children, tell));
    redisUrl = `redis://127.0.0.1:${port}`;
    return `private, 127.0.0.1:${port}`;
  });
  await steps.run('Lab device', async () => {
    device = await startLabDevice(children);
    const { platform, port, username, password } = device.ready;
    return `${platform}, ssh -p ${port} ${username}@127.0.0.1, password ${password}`;
  });
  await steps.run('API, worker', async () => {
    const wanted = Number(process.env.NAAS_PORT) || standardPort;
    const apiPort = await freePort(wanted);
    const env = programEnvironment({ redisUrl, apiPort });
    const [api, worker] = await together([startApi(children, env), startWorker(children, env)]);
    programs = { api, worker };
    await untilHealthy(api.ready.url, certificateOf(api.ready.url));
    return `${api.ready.url}${apiPort === wanted ? '' : ` (port ${wanted} is taken)`}`;
  });
  const { url } = programs.api.ready;
  const certificate = certificateOf(url);
  await steps.run('First job', async (tell) => {
    tell(`${firstCommand}, through REST API, queue and worker`);
    job = await runFirstJob({ url, certificate, device: device.ready });
    return `${firstCommand}: POST to result in ${Math.round(job.milliseconds)} ms`;
  });
  const programsByName = [
    ['The lab device', device, 'lab-device'],
    ['The API', programs.api, 'api'],
    ['The worker', programs.worker, 'worker'],
  ];
  return { url, certificate, device: device.ready, job, programs: programsByName };
}

// The API makes one for itself at its start; null for plain HTTP.
function certificateOf(url) {
  return url.startsWith('https:') ? join(stateDirectory, 'tls-cert.pem') : null;
}

// Waits for all even when one fails, so that the log of the one that failed is whole and the other is known
// to be there.
async function together(promises) {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map(({ value }) => value);
}

function showOutput({ output }) {
  const lines = output.split('\n').map((line) => `  ${colours.faint('│')} ${line}`.trimEnd());
  stdout.write(`\n  ${colours.strong(`lab1# ${firstCommand}`)}\n${lines.join('\n')}\n`);
}

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

async function stay({ children, interrupt, running }) {
  const deaths = running.programs.map(([name, { ended }, log]) =>
    ended.then(() => ({ name, log: join(stateDirectory, 'logs', `${log}.log`) })),
  );
  const first = await Promise.race([interrupt.signal.then((signal) => ({ signal })), ...deaths]);
  if (!('signal' in first) && !children.isStopping)
    throw new Failure(`${first.name} has ended.`, { log: first.log });
  stdout.write('\nStopping ...\n');
  await children.endAll();
  stdout.write('Stopped; nothing is left running.\n');
  // Ctrl-C is how this is meant to end.
  return 0;
}

async function explain(error, interrupt) {
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
