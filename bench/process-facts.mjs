import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Whether this system tells what another process has used. */
export const hasProcessFacts = existsSync('/proc/self/stat');

/**
 * CPU time a process has used, in milliseconds.
 *
 * @param {number} pid
 */
export function cpuMsOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * (1000 / ticksPerSecond());
}

/**
 * Most memory a process has held since its start, in megabytes.
 *
 * @param {number} pid
 */
export function peakMemoryOf(pid) {
  const found = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (!found) throw new Error(`the system does not tell the memory of process ${pid}`);
  return Number(found[1]) / 1024;
}

function ticksPerSecond() {
  return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
}
