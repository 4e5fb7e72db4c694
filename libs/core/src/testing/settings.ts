import { loadSettings, type Settings } from '../settings/settings.js';

/**
 * Settings for a test, against its own Redis, without rate limits; anything may be set as in the environment.
 */
export function testSettings(redisUrl: string, more: Readonly<Record<string, string>> = {}): Settings {
  const key = Buffer.alloc(32, 7).toString('base64');
  return loadSettings(
    {
      REDIS_URL: redisUrl,
      NAAS_ENCRYPTION_KEY: key,
      APP_ENVIRONMENT: 'dev',
      LOG_LEVEL: 'error',
      LOG_FORMAT: 'json',
      RATE_LIMIT_ENABLED: 'false',
      ...more,
    },
    'all',
  );
}
