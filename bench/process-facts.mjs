import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Whether this system shows the CPU time and memory of other processes. */
export const hasProcessFacts = existsSync('/proc/self/stat');

/**
 * CPU time of a process so far, in milliseconds.
 *
 * @param {number} pid
 */
export function cpuMsOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * (1000 / ticksPerSecond());
}

/**
 * Peak memory of a process, in megabytes.
 *
 * @param {number} pid
 */
export function peakMemoryOf(pid) {
  const found = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (!found) throw new Error(`the system does not show the memory of process ${pid}`);
  return Number(found[1]) / 1024;
}

function ticksPerSecond() {
  return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
}
