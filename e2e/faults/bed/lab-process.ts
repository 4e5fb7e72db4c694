import { startFleet, type LabDevice } from '@naas/device-lab';
import type { LabAnswers, LabAsk, LabOptions, LabQuestion, LabReply } from './lab-messages.js';

// The devices, in a process of their own: what they got is read here, and nowhere else. Talks by messages
// with the one that started it.

type Handlers = {
  readonly [Q in LabQuestion]: (
    ask: LabAnswers[Q]['ask'],
  ) => LabAnswers[Q]['answer'] | Promise<LabAnswers[Q]['answer']>;
};

const waitMs = 30_000;

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
      await at(device).waitFor((one) => one.connections >= connections, waitMs);
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
  const reply = (answer: LabReply): void => void process.send?.(answer);
  process.on('message', ({ id, question, ask }: LabAsk) => {
    // the asking side pairs question and ask
    const handle = handlers[question] as (given: unknown) => unknown;
    Promise.resolve(ask)
      .then(handle)
      .then(
        (answer) => reply({ id, answer }),
        (error: unknown) => reply({ id, error: String(error) }),
      );
  });
  process.on('disconnect', () => process.exit());
  reply({ id: 0, answer: fleet.map(({ port }) => port) });
}

void main(JSON.parse(process.argv[2] ?? '') as LabOptions); // as startLab() writes it
