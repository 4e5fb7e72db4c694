import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LabAnswers, LabOptions, LabQuestion, LabReply } from './lab-messages.js';

/** The devices of a bed, in a process of their own. */
export interface Lab {
  readonly host: string;
  /** By the number of the device. */
  readonly ports: readonly number[];
  ask<Q extends LabQuestion>(question: Q, ask: LabAnswers[Q]['ask']): Promise<LabAnswers[Q]['answer']>;
  close(): Promise<void>;
}

/** Starts the devices, and resolves when they listen. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const child = fork(join(__dirname, 'lab-process.js'), [JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (reply: LabReply) => void>();
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', (code) => {
    for (const [id, tell] of waiting) tell({ id, error: `the devices ended with ${code}` });
  });
  child.on('message', (reply: LabReply) => waiting.get(reply.id)?.(reply));
  let last = -1;
  const answered = (id: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.set(id, ({ answer, error }) => {
        waiting.delete(id);
        if (error === undefined) resolve(answer);
        else reject(new Error(error));
      });
    });
  const ports = (await answered(++last)) as readonly number[]; // the first message
  return {
    host: '127.0.0.1',
    ports,
    ask: async <Q extends LabQuestion>(question: Q, ask: LabAnswers[Q]['ask']) => {
      const id = ++last;
      const answer = answered(id);
      child.send({ id, question, ask });
      return (await answer) as LabAnswers[Q]['answer']; // lab-process.ts answers as the table says
    },
    close: async () => {
      process.off('exit', kill);
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      kill();
      await ended;
    },
  };
}
