import { announceWorker, connectRedis, heartbeatMs, loadSettings, newWorkerId, version } from '@naas/core';

// Registers a worker of the context `default` that takes no jobs, so that only the submits are measured.
const redis = connectRedis(loadSettings(process.env, 'worker'), 'patient');
const id = newWorkerId();
const announce = () =>
  announceWorker(redis, id, {
    contexts: ['default'],
    activeJobs: 0,
    version,
    startedAt: new Date().toISOString(),
  });
await announce();
setInterval(announce, heartbeatMs);
process.stdout.write(`${JSON.stringify({ message: 'ready' })}\n`);
