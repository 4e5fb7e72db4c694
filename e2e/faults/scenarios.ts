import type { Scenario } from './scenario.js';
import { blocked } from './scenarios/blocked.js';
import { connections } from './scenarios/connections.js';
import { failover } from './scenarios/failover.js';
import { kill } from './scenarios/kill.js';
import { oneDead } from './scenarios/one-dead.js';
import { pool } from './scenarios/pool.js';
import { redisRestart } from './scenarios/redis-restart.js';
import { refusedWrites } from './scenarios/refused-writes.js';
import { sigterm } from './scenarios/sigterm.js';

/** All scenarios. To add one, add a row and, if it does something new, a file in `scenarios/`. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'kill',
    rounds: { full: 200, brief: 4 },
    lane: 1,
    store: 'standalone',
    mayFail: ['WORKER_LOST'],
    run: kill,
  },
  {
    name: 'blocked',
    rounds: { full: 30, brief: 1 },
    lane: 2,
    store: 'standalone',
    mayFail: ['WORKER_LOST'],
    run: blocked,
  },
  {
    name: 'redis-restart',
    rounds: { full: 40, brief: 2 },
    lane: 2,
    store: 'standalone',
    mayFail: ['WORKER_LOST'],
    run: redisRestart,
  },
  {
    name: 'refused-writes',
    rounds: { full: 30, brief: 1 },
    lane: 3,
    store: 'standalone',
    mayFail: ['WORKER_LOST'],
    run: refusedWrites,
  },
  {
    name: 'failover',
    rounds: { full: 30, brief: 0 },
    lane: 5,
    store: 'sentinel',
    mayFail: ['WORKER_LOST', 'CLAIM_UNCONFIRMED'],
    run: failover,
  },
  {
    name: 'connections',
    rounds: { full: 200, brief: 6 },
    lane: 3,
    store: 'standalone',
    mayFail: ['WORKER_LOST'],
    run: connections,
  },
  {
    name: 'sigterm',
    rounds: { full: 50, brief: 3 },
    lane: 3,
    store: 'standalone',
    mayFail: [],
    run: sigterm,
  },
  { name: 'pool', rounds: { full: 1000, brief: 200 }, lane: 4, store: 'standalone', mayFail: [], run: pool },
  {
    name: 'one-dead',
    rounds: { full: 6, brief: 1 },
    lane: 4,
    store: 'standalone',
    mayFail: ['CONNECTION_TIMEOUT', 'CIRCUIT_OPEN'],
    run: oneDead,
  },
];
