import { setTimeout as delay } from 'node:timers/promises';
import { shutdownSeconds } from './bed/bed.js';
import type { RunningProgram } from './bed/program.js';

/** How long a stop may take beside SHUTDOWN_TIMEOUT, in milliseconds. */
const moreMs = 5000;

/** Asks a worker to stop; what is wrong with how it did. */
export async function stopWorker(worker: RunningProgram): Promise<readonly string[]> {
  const began = performance.now();
  const waiting = new AbortController();
  const late = delay(shutdownSeconds * 1000 + moreMs, null, { signal: waiting.signal }).catch(() => null);
  worker.signal('SIGTERM');
  const end = await Promise.race([worker.ended, late]);
  waiting.abort();
  const took = `${Math.round(performance.now() - began)} ms after SIGTERM`;
  if (end === null) {
    worker.signal('SIGKILL');
    return [`worker ${worker.pid} had not ended ${took}`];
  }
  return end.code === 0 ? [] : [`worker ${worker.pid} ended with ${end.code ?? end.signal} ${took}`];
}
