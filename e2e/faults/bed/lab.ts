import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LabMethod, LabMethods, LabOptions, LabReply } from './lab-messages.js';

/** The devices of a bed, in a process of their own. */
export interface Lab {
  readonly host: string;
  /** Port by device number. */
  readonly ports: readonly number[];
  /** Calls a method of the device process. */
  call<M extends LabMethod>(method: M, input: LabMethods[M]['input']): Promise<LabMethods[M]['result']>;
  close(): Promise<void>;
}

/** Starts the devices. Resolves when they listen. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const child = fork(join(__dirname, 'lab-process.js'), [JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (reply: LabReply) => void>();
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', (code) => {
    for (const [id, settle] of waiting) settle({ id, error: `the device process exited with ${code}` });
  });
  child.on('message', (reply: LabReply) => waiting.get(reply.id)?.(reply));
  let lastId = -1;
  const replyTo = (id: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id);
        if (error === undefined) resolve(result);
        else reject(new Error(error));
      });
    });
  const ports = (await replyTo(++lastId)) as readonly number[]; // the first message
  return {
    host: '127.0.0.1',
    ports,
    call: async <M extends LabMethod>(method: M, input: LabMethods[M]['input']) => {
      const id = ++lastId;
      const reply = replyTo(id);
      child.send({ id, method, input });
      return (await reply) as LabMethods[M]['result']; // lab-process.ts replies as LabMethods says
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
