import type { Scenario } from './scenario.js';
import { kill } from './scenarios/kill.js';

/** Every scenario. One is added by a row and, where it does something new, a file in `scenarios/`. */
export const scenarios: readonly Scenario[] = [
  { name: 'kill', title: 'workers killed with -9 under load', rounds: { full: 200, brief: 4 }, lane: 1, mayFail: ['WORKER_LOST'], run: kill },
];
