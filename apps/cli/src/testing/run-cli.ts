import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** How to run the command. */
export interface CliOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** All of standard input. Default: none, and standard input stays open. */
  readonly input?: string;
  /** True for a pseudo-terminal (util-linux `script`): all output is then in stdout. */
  readonly terminal?: boolean;
}

/** How the command ended. */
export interface CliOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** The command while it runs. */
export interface RunningCli {
  readonly ended: Promise<CliOutcome>;
  /** Resolves once the output matches. */
  wrote(pattern: RegExp): Promise<void>;
  type(text: string): void;
  signal(name: NodeJS.Signals): void;
  /** Closes our end of its standard output. */
  stopReading(): void;
}

const main = join(__dirname, '../../dist/main.js');
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Starts the real command as a process without a terminal of its own, so that it cannot ask questions on the
 * developer's terminal.
 */
export function startCli(
  args: readonly string[],
  { environment = {}, input, terminal = false }: CliOptions = {},
): RunningCli {
  const command = [process.execPath, main, ...args];
  const [file = '', ...rest] = terminal
    ? ['script', '-qec', command.map(quote).join(' '), '/dev/null']
    : command;
  // The time limit ends a command that a failing test leaves waiting.
  const child = spawn(file, rest, {
    detached: true,
    timeout: 15_000,
    env: { PATH: '/usr/bin:/bin', TERM: 'xterm', SHELL: '/bin/sh', ...environment },
  });
  child.stdin.on('error', () => undefined);
  if (input !== undefined) child.stdin.end(input);
  const texts = { stdout: '', stderr: '' };
  const written = new EventTarget();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
      written.dispatchEvent(new Event('written'));
    });
  }
  return {
    ended: outcome(child, texts),
    wrote: async (pattern) => {
      while (!pattern.test(texts.stdout + texts.stderr)) await once(written, 'written');
    },
    type: (text) => void child.stdin.write(text),
    signal: (name) => void child.kill(name),
    stopReading: () => void child.stdout.destroy(),
  };
}

async function outcome(
  child: ChildProcess,
  texts: { readonly stdout: string; readonly stderr: string },
): Promise<CliOutcome> {
  await once(child, 'close');
  return { stdout: texts.stdout, stderr: texts.stderr, exitCode: child.exitCode };
}

/** Runs the command to its end. */
export const runCli = (args: readonly string[], options?: CliOptions): Promise<CliOutcome> =>
  startCli(args, options).ended;
