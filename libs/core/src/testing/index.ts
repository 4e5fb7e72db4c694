export { createTestAudit } from './audit.js';
export type { AuditLine, TestAudit } from './audit.js';
export { openJobs, serveContexts, submission } from './jobs.js';
export type { TestJobs } from './jobs.js';
export { testQueue } from './queue.js';
export type { TestQueue } from './queue.js';
export { freePort, startTestRedis } from './redis-server.js';
export type { TestRedis } from './redis-server.js';
export { testSettings } from './settings.js';
