import { CliError } from './cli-error.js';

/** Ctrl-C as a signal. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Gives Ctrl-C back its own meaning. */
  readonly release: () => void;
}

/** Makes the first Ctrl-C abort what is under way; a second one kills the process as usual. */
export function catchInterrupt(): Interrupt {
  const controller = new AbortController();
  const abort = () => controller.abort(new CliError('INTERRUPTED', 'interrupted.'));
  process.once('SIGINT', abort);
  return { signal: controller.signal, release: () => void process.removeListener('SIGINT', abort) };
}
