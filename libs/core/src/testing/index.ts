export { freePort, startTestRedis } from './redis-server.js';
export type { TestRedis } from './redis-server.js';
export { testSettings } from './settings.js';
