import { CliError } from './cli-error.js';

/** Ctrl-C as an AbortSignal. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Restores the default action of Ctrl-C. */
  readonly release: () => void;
}

/** Makes the first Ctrl-C abort the signal; a second one kills the process as usual. */
export function catchInterrupt(): Interrupt {
  const controller = new AbortController();
  const abort = () => controller.abort(new CliError('INTERRUPTED', 'interrupted.'));
  process.once('SIGINT', abort);
  return { signal: controller.signal, release: () => void process.removeListener('SIGINT', abort) };
}
