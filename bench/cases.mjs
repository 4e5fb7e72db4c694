import { basic, jobsPerSecond, runJob } from './call-api.mjs';
import { median } from './median.mjs';
import { cpuMsOf, hasProcessFacts, peakMemoryOf } from './process-facts.mjs';
import { runHelper, startService } from './service.mjs';
import { manySessions } from './sessions.mjs';

/** @import { Children } from '../scripts/lib/children.mjs' */
/** @import { Devices, LinuxDevices, RealDevices } from './devices.mjs' */
/** @import { DriverTask } from './driver-process.mjs' */
/** @import { FigureName } from './figures.mjs' */
/** @import { Service, ServiceOptions } from './service.mjs' */

/** @typedef {{ children: Children, redisProgram: string, light: Devices }} LightBed */
/** @typedef {LightBed & RealDevices} Bed */
/** @typedef {LightBed & { frr: Devices, linux?: LinuxDevices }} FullBed */

/**
 * A case. `needs`: `frr` for real devices, `light` for the lab; `prefers`: devices that are used if this
 * machine has them. run() resolves to the values of the figures in `names`, in their order.
 *
 * @typedef {object} Case
 * @property {FigureName[]} names
 * @property {'frr' | 'light'} needs
 * @property {'linux'} [prefers]
 * @property {(bed: FullBed) => Promise<number[]>} run
 */

const rounds = 3;
const loadSeconds = 4;
const bulkLines = 131_072;
// Otherwise de-duplication would make one job of equal jobs.
const distinct = { settings: { JOB_DEDUP_ENABLED: 'false' } };
const unpooled = { settings: { ...distinct.settings, CONNECTION_POOL_ENABLED: 'false' } };

const driverTarget = (/** @type {Devices} */ { host, ports, username, password, platform }) => ({
  host,
  port: ports[0],
  username,
  password,
  platform,
});
const apiTargets = (/** @type {Devices} */ { host, ports, platform, username, password }) =>
  ports.map((port) => ({ host, port, platform, login: { username, password } }));

/**
 * @param {Children} children
 * @param {DriverTask} task
 * @returns {Promise<{ wallMs: number[], cpuMs: number[], bytes: number }>}
 */
const drive = (children, task) => runHelper(children, 'driver-process.mjs', task);
const wallOf = async (/** @type {Children} */ children, /** @type {DriverTask} */ task) =>
  median((await drive(children, task)).wallMs);

/** @param {(round: number) => Promise<number>} work */
async function repeated(work) {
  const values = [];
  for (let round = 0; round < rounds; round++) values.push(await work(round));
  return median(values);
}

/**
 * @template Result
 * @param {LightBed} bed
 * @param {ServiceOptions} options
 * @param {(service: Service) => Promise<Result>} work
 */
async function withService({ children, redisProgram }, options, work) {
  const service = await startService({ children, redisProgram, ...options });
  try {
    return await work(service);
  } finally {
    await service.stop();
  }
}

/** @type {Case[]} */
export const cases = [
  {
    names: ['connectFrr'],
    needs: 'frr',
    run: async ({ children, frr }) => [
      await wallOf(children, {
        kind: 'connect',
        target: driverTarget(frr),
        command: 'show version',
        rounds: 10,
      }),
    ],
  },
  {
    names: ['connectLight'],
    needs: 'light',
    run: async ({ children, light }) => [
      await wallOf(children, {
        kind: 'connect',
        target: driverTarget(light),
        command: 'show version',
        rounds: 40,
      }),
    ],
  },
  {
    names: ['commandFrr'],
    needs: 'frr',
    run: async ({ children, frr }) => [
      await wallOf(children, {
        kind: 'command',
        target: driverTarget(frr),
        command: 'show version',
        rounds: 200,
      }),
    ],
  },
  { names: ['bulkWall', 'bulkCpu'], needs: 'light', prefers: 'linux', run: bulk },
  {
    names: ['jobFrr'],
    needs: 'frr',
    run: (bed) => withService(bed, {}, ({ url }) => firstJob(url, bed.frr)),
  },
  {
    names: ['jobAgain'],
    needs: 'frr',
    run: (bed) => withService(bed, distinct, ({ url }) => jobAgain(url, bed.frr)),
  },
  {
    names: ['accepted'],
    needs: 'light',
    run: (bed) =>
      withService(bed, { ...distinct, takesJobs: false }, ({ url }) =>
        load(bed, {
          url: `${url}/v2/send-command`,
          body: { platform: 'cisco_ios', commands: ['show version'] },
        }),
      ),
  },
  {
    names: ['read'],
    needs: 'light',
    run: (bed) => withService(bed, {}, ({ url }) => readFinished(bed, url)),
  },
  {
    names: ['jobsFrr'],
    needs: 'frr',
    run: (bed) =>
      withService(bed, unpooled, async ({ url }) => [
        await repeated(() =>
          jobsPerSecond(url, apiTargets(bed.frr), { count: 60, concurrency: 20, command: 'show version' }),
        ),
      ]),
  },
  {
    names: ['jobsLight', 'jobCpu', 'memory'],
    needs: 'light',
    run: (bed) => withService(bed, unpooled, (service) => manyJobs(bed, service, 400)),
  },
  {
    names: ['jobsPooled', 'jobCpuPooled'],
    needs: 'light',
    run: (bed) =>
      withService(bed, distinct, async (service) => (await manyJobs(bed, service, 2000)).slice(0, 2)),
  },
  {
    names: ['memorySessions'],
    needs: 'light',
    run: (bed) =>
      withService(bed, { settings: { WORKER_CONCURRENCY: '500' } }, (service) => manySessions(bed, service)),
  },
];

/**
 * Reads from a real device if there is one, as in the measurements of the peers.
 *
 * @param {FullBed} bed
 */
async function bulk({ children, linux, light }) {
  const [target, command] = linux
    ? [driverTarget(linux), `cat ${linux.bulkFile}`]
    : [driverTarget(light), `show lab lines ${bulkLines}`];
  const { wallMs, cpuMs, bytes } = await drive(children, {
    kind: 'command',
    target,
    command,
    rounds: 9,
  });
  if (bytes < 10_000_000) throw new Error(`only ${bytes} bytes arrived`);
  return [median(wallMs), median(cpuMs)];
}

/**
 * NAAS takes each port as a device, so each round is on a device without an open connection.
 *
 * @param {string} url
 * @param {Devices} frr
 */
async function firstJob(url, frr) {
  const times = [];
  for (const target of apiTargets(frr)) {
    const started = performance.now();
    await runJob(url, target, 'show version');
    times.push(performance.now() - started);
  }
  return [median(times.slice(1))];
}

/**
 * @param {string} url
 * @param {Devices} frr
 */
async function jobAgain(url, frr) {
  const [target] = apiTargets(frr);
  const times = [];
  for (let round = 0; round <= 20; round++) {
    const started = performance.now();
    await runJob(url, target, 'show version');
    times.push(performance.now() - started);
  }
  return [median(times.slice(1))];
}

/**
 * @param {LightBed} bed
 * @param {{ url: string, body?: object }} task
 */
async function load({ children, light }, task) {
  return [
    await repeated(async () => {
      /** @type {{ perSecond: number, refused: number }} */
      const { perSecond, refused } = await runHelper(children, 'load-process.mjs', {
        ...task,
        authorization: basic(light),
        seconds: loadSeconds,
      });
      if (refused > 0) throw new Error(`${refused} requests were refused`);
      return perSecond;
    }),
  ];
}

/**
 * @param {LightBed} bed
 * @param {string} url
 */
async function readFinished(bed, url) {
  const [target] = apiTargets(bed.light);
  const { job_id: id } = await runJob(url, target, 'show version');
  return load(bed, { url: `${url}/v2/jobs/${id}` });
}

/**
 * Runs enough jobs for the code to be compiled: the first thousand jobs of a process cost twice as much as
 * later ones.
 *
 * @param {LightBed} bed
 * @param {Service} service
 * @param {number} count
 */
async function manyJobs({ light }, { url, pids }, count) {
  /** @type {number[]} */
  const cpuMs = [];
  const perSecond = await repeated(async () => {
    const before = hasProcessFacts ? cpuMsOf(pids.worker) : 0;
    const speed = await jobsPerSecond(url, apiTargets(light), {
      count,
      concurrency: 50,
      command: 'show version',
    });
    if (hasProcessFacts) cpuMs.push((cpuMsOf(pids.worker) - before) / count);
    return speed;
  });
  return hasProcessFacts
    ? [perSecond, median(cpuMs), peakMemoryOf(pids.api) + peakMemoryOf(pids.worker)]
    : [perSecond];
}
