import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** How a module ended. */
export interface ModuleRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the code of an ES module in a new process, in the folder scripts/lib: it imports scripts as
 * `./name.mjs`.
 */
export async function runModule(code: string, env: NodeJS.ProcessEnv = {}): Promise<ModuleRun> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: join(__dirname, '..'),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: child.exitCode, stdout, stderr };
}
