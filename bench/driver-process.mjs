import { connect } from '@naas/device-drivers';

// One driver case in a separate process: `node driver-process.mjs JSON`, with `kind`, `target`, `command` and
// `rounds`. The last line of output is JSON: `{ wallMs: [], cpuMs: [], bytes }`, with a value for each round.
// The first round is not counted, because it compiles the code.

/** @import { ConnectOptions } from '@naas/device-drivers' */

/**
 * @typedef {object} DriverTask
 * @property {'connect' | 'command'} kind
 * @property {ConnectOptions} target
 * @property {string} command
 * @property {number} rounds
 */

/** @type {DriverTask} */
const { kind, target, command, rounds } = JSON.parse(process.argv[2]);

/**
 * @template Result
 * @param {() => Promise<Result>} work
 */
async function measured(work) {
  const [cpu, started] = [process.cpuUsage(), performance.now()];
  const result = await work();
  const wallMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { result, wallMs, cpuMs: (user + system) / 1000 };
}

async function connectRound() {
  const measure = await measured(async () => {
    const device = await connect(target);
    await device.sendCommand(command);
    return device;
  });
  await measure.result.close();
  return measure;
}

const kinds = {
  connect: async () => ({ round: connectRound, end: () => {} }),
  command: async () => {
    const device = await connect(target);
    return { round: () => measured(() => device.sendCommand(command)), end: () => device.close() };
  },
};

const { round, end } = await kinds[kind]();
await round();
const measures = [];
for (let number = 0; number < rounds; number++) measures.push(await round());
await end();
const [{ result }] = measures;
const bytes = 'output' in result ? result.output.length : 0;
const [wallMs, cpuMs] = [measures.map((one) => one.wallMs), measures.map((one) => one.cpuMs)];
process.stdout.write(`${JSON.stringify({ wallMs, cpuMs, bytes })}\n`);
