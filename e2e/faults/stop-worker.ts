import { setTimeout as delay } from 'node:timers/promises';
import { shutdownSeconds } from './bed/bed.js';
import type { RunningProgram } from './bed/program.js';

/** Time that a stop may take in addition to SHUTDOWN_TIMEOUT, in milliseconds. */
const marginMs = 5000;

/** Stops a worker with SIGTERM. Resolves to the faults of its stop. */
export async function stopWorker(worker: RunningProgram): Promise<readonly string[]> {
  const began = performance.now();
  const waiting = new AbortController();
  const late = delay(shutdownSeconds * 1000 + marginMs, null, { signal: waiting.signal }).catch(() => null);
  worker.signal('SIGTERM');
  const end = await Promise.race([worker.ended, late]);
  waiting.abort();
  const took = `${Math.round(performance.now() - began)} ms after SIGTERM`;
  if (end === null) {
    worker.signal('SIGKILL');
    return [`worker ${worker.pid} had not exited ${took}`];
  }
  return end.code === 0 ? [] : [`worker ${worker.pid} exited with ${end.code ?? end.signal} ${took}`];
}
