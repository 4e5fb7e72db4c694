import { startFleet, type LabDevice } from '@naas/device-lab';
import type { LabCall, LabMethod, LabMethods, LabOptions, LabReply } from './lab-messages.js';

// The devices run in this process of their own, which alone records the lines they receive. It exchanges
// messages with its parent process.

type Handlers = {
  readonly [M in LabMethod]: (
    input: LabMethods[M]['input'],
  ) => LabMethods[M]['result'] | Promise<LabMethods[M]['result']>;
};

const connectedTimeoutMs = 30_000;

function handlersOf(fleet: readonly LabDevice[]): Handlers {
  const at = (device: number): LabDevice => {
    const found = fleet[device];
    if (!found) throw new Error(`there is no device ${device}`);
    return found;
  };
  return {
    received: ({ text }) =>
      fleet.flatMap(({ received }, device) =>
        received
          .filter(({ line }) => line.includes(text))
          .map(({ session, line }) => ({ device, connection: session, line })),
      ),
    counts: () => fleet.map(({ connections, logins }) => ({ connections, logins })),
    faults: ({ device, faults }) => (at(device).setFaults(faults), null),
    release: ({ device }) => (at(device).release(), null),
    connected: async ({ device, connections }) => {
      await at(device).waitFor((found) => found.connections >= connections, connectedTimeoutMs);
      return null;
    },
  };
}

async function main(options: LabOptions): Promise<void> {
  const { username, password, enable, output } = options.secrets;
  const fleet = await startFleet(options.devices, {
    personality: 'cisco_ios',
    landsIn: 'exec',
    username,
    password,
    enable,
    latencyMs: options.latencyMs,
    commands: { 'show job *': ({ rest }) => `${rest} ${output}` },
  });
  const handlers = handlersOf(fleet);
  const send = (reply: LabReply): void => void process.send?.(reply);
  process.on('message', ({ id, method, input }: LabCall) => {
    const handle = handlers[method] as (input: unknown) => unknown; // the caller pairs method and input
    Promise.resolve(input)
      .then(handle)
      .then(
        (result) => send({ id, result }),
        (error: unknown) => send({ id, error: String(error) }),
      );
  });
  process.on('disconnect', () => process.exit());
  send({ id: 0, result: fleet.map(({ port }) => port) });
}

void main(JSON.parse(process.argv[2] ?? '') as LabOptions); // startLab() writes it
