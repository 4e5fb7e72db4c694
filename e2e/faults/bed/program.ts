import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';

// This file runs from e2e/out-tsc/faults.
const root = join(__dirname, '..', '..', '..', '..');
const programs = { api: 'apps/api/dist/main.js', worker: 'apps/worker/dist/main.js' } as const;

/** How a program exited. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The API or a worker, in a process of its own as in production. */
export interface RunningProgram {
  readonly pid: number;
  /** URL on which it listens. */
  readonly url: string;
  /** Resolves when it has exited and its log is complete. */
  readonly ended: Promise<Exit>;
  readonly hasEnded: boolean;
  signal(name: NodeJS.Signals): void;
}

interface ProgramOptions {
  readonly program: keyof typeof programs;
  readonly environment: Readonly<Record<string, string>>;
  /** The file for standard output and error. */
  readonly log: string;
}

/** Starts a program. Resolves once it logs that it is ready. */
export async function startProgram({ program, environment, log }: ProgramOptions): Promise<RunningProgram> {
  const child = spawn(process.execPath, [join(root, programs[program])], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = logUntilExit(child, log).finally(() => process.off('exit', kill));
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      // Both programs log this line.
      if (line.includes('"ready"')) resolve((JSON.parse(line) as { readonly url: string }).url);
    });
  });
  const first = await Promise.race([ready, ended]);
  if (typeof first !== 'string')
    throw new Error(`${program} exited at its start with ${first.code ?? first.signal}; see ${log}`);
  return {
    pid: child.pid ?? 0,
    url: first,
    ended,
    get hasEnded() {
      return child.exitCode !== null || child.signalCode !== null;
    },
    signal: (name) => void child.kill(name),
  };
}

async function logUntilExit(child: ChildProcess, log: string): Promise<Exit> {
  const file = createWriteStream(log);
  child.stdout?.on('data', (text: Buffer) => file.write(text));
  child.stderr?.on('data', (text: Buffer) => file.write(text));
  // its arguments
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  file.end();
  await finished(file);
  return { code, signal };
}
