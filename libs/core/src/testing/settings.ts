import { loadSettings, type Settings } from '../settings/settings.js';

/**
 * Settings for a test with its own Redis, without rate limits. `environment`: further settings, as in the
 * environment.
 */
export function testSettings(redisUrl: string, environment: Readonly<Record<string, string>> = {}): Settings {
  const key = Buffer.alloc(32, 7).toString('base64');
  return loadSettings(
    {
      REDIS_URL: redisUrl,
      NAAS_ENCRYPTION_KEY: key,
      APP_ENVIRONMENT: 'dev',
      LOG_LEVEL: 'error',
      LOG_FORMAT: 'json',
      RATE_LIMIT_ENABLED: 'false',
      ...environment,
    },
    'all',
  );
}
