import { announceWorker, connectRedis, heartbeatMs, loadSettings, newWorkerId, version } from '@naas/core';

// Says that a worker serves the context `default`, and takes no job: so that accepting can be measured alone.
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
