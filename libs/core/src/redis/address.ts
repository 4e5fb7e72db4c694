import { SettingsError, type Settings } from '../settings/settings.js';

/** One Redis, or the sentinels that know the master. */
export type RedisAddress =
  | {
      readonly host: string;
      readonly port: number;
      readonly db?: number;
      readonly username?: string;
      readonly password?: string;
      readonly tls?: Record<string, never>;
    }
  | {
      readonly sentinels: { readonly host: string; readonly port: number }[];
      readonly name: string;
      readonly password?: string;
      readonly sentinelPassword?: string;
    };

/** The setting that says where Redis is. */
export function addressSetting({
  REDIS_SENTINELS,
  REDIS_URL,
}: Settings): 'REDIS_SENTINELS' | 'REDIS_URL' | 'REDIS_HOST' {
  if (REDIS_SENTINELS) return 'REDIS_SENTINELS';
  return REDIS_URL ? 'REDIS_URL' : 'REDIS_HOST';
}

/**
 * The address of Redis in the settings.
 * @throws SettingsError when they are malformed or contradict one another.
 */
export function addressOf(settings: Settings): RedisAddress {
  if (settings.REDIS_SENTINELS) return sentinelsOf(settings);
  if (settings.REDIS_SENTINEL_MASTER) {
    throw new SettingsError(
      'REDIS_SENTINEL_MASTER is set without REDIS_SENTINELS; set REDIS_SENTINELS to host:port of each ' +
        'sentinel, or remove it.',
    );
  }
  if (settings.REDIS_URL) return fromUrl(settings.REDIS_URL);
  return {
    host: settings.REDIS_HOST,
    port: settings.REDIS_PORT,
    ...(settings.REDIS_PASSWORD ? { password: settings.REDIS_PASSWORD } : {}),
  };
}

function sentinelsOf({
  REDIS_SENTINELS,
  REDIS_SENTINEL_MASTER,
  REDIS_URL,
  REDIS_PASSWORD,
}: Settings): RedisAddress {
  if (REDIS_URL) throw new SettingsError('REDIS_URL and REDIS_SENTINELS are both set; set one of them.');
  if (!REDIS_SENTINEL_MASTER) {
    throw new SettingsError(
      'REDIS_SENTINEL_MASTER is not set; set it to the name under which the sentinels watch the master, ' +
        'such as mymaster.',
    );
  }
  const entries = REDIS_SENTINELS.split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  if (entries.length === 0) {
    throw new SettingsError('REDIS_SENTINELS names no sentinel; write sentinel1:26379,sentinel2:26379.');
  }
  return {
    sentinels: entries.map(parseSentinel),
    name: REDIS_SENTINEL_MASTER,
    ...(REDIS_PASSWORD ? { password: REDIS_PASSWORD, sentinelPassword: REDIS_PASSWORD } : {}),
  };
}

/** Entries are counted and not quoted: an entry mistakenly written as a URL may hold a password. */
function parseSentinel(text: string, index: number): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, digits] =
    /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9_.-]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new SettingsError(
      `REDIS_SENTINELS: entry ${index + 1} is not host:port; write sentinel1:26379,sentinel2:26379.`,
    );
  }
  return { host, port };
}

function fromUrl(text: string): RedisAddress {
  if (!URL.canParse(text)) {
    throw new SettingsError(
      'REDIS_URL is not a URL; write redis://host:6379 or rediss://user:password@host:6379/0.',
    );
  }
  const url = new URL(text);
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw new SettingsError('REDIS_URL must begin with redis:// or rediss://.');
  }
  const database = Number(url.pathname.slice(1) || '0');
  if (!Number.isInteger(database)) {
    throw new SettingsError('REDIS_URL: the path must be the number of a database, such as /0.');
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    db: database,
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}
