import { connect } from '@naas/device-drivers';

// One driver case in a process of its own: `node driver-process.mjs JSON`, with `kind`, `target`, `command`
// and `rounds`. The last line of output is JSON: `{ wallMs: [], cpuMs: [] }`, a value a round. The first
// round of all is not counted: it compiles the code.

const { kind, target, command, rounds } = JSON.parse(process.argv[2]);

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
const bytes = typeof measures[0].result.output === 'string' ? measures[0].result.output.length : 0;
process.stdout.write(
  `${JSON.stringify({ wallMs: measures.map(({ wallMs }) => wallMs), cpuMs: measures.map(({ cpuMs }) => cpuMs), bytes })}\n`,
);
