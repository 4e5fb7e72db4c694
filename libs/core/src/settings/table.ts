/** Which program reads a setting. */
export type SettingApp = 'api' | 'worker' | 'both';

interface Row<Type extends string, Default> {
  readonly type: Type;
  /** Null: required. For optional text the default is ''. */
  readonly default: Default;
  readonly app: SettingApp;
  readonly meaning: string;
}

const text = <D extends string>(app: SettingApp, standard: D, meaning: string) =>
  ({ type: 'text', default: standard as string, app, meaning }) satisfies Row<'text', string>;
const flag = (app: SettingApp, standard: boolean, meaning: string) =>
  ({ type: 'flag', default: standard, app, meaning }) satisfies Row<'flag', boolean>;
const list = (
  app: SettingApp,
  standard: readonly string[],
  meaning: string,
  entries: 'name' | 'host' = 'name',
) =>
  ({ type: 'list', default: standard, entries, app, meaning }) satisfies Row<'list', readonly string[]> & {
    entries: string;
  };
const secret = (app: SettingApp, meaning: string) =>
  ({ type: 'secret', default: '', app, meaning }) satisfies Row<'secret', string>;
const whole = (
  app: SettingApp,
  standard: number,
  range: readonly [minimum: number, maximum: number],
  unit: string,
  meaning: string,
) =>
  ({ type: 'whole', default: standard, range, unit, app, meaning }) satisfies Row<'whole', number> & {
    range: readonly [number, number];
    unit: string;
  };
const choice = <const C extends readonly string[]>(
  app: SettingApp,
  standard: C[number],
  choices: C,
  meaning: string,
) =>
  ({ type: 'choice', default: standard, choices, app, meaning }) satisfies Row<'choice', string> & {
    choices: C;
  };

const week = 604_800;
const port = [1, 65_535] as const;
const seconds = 'seconds';

/**
 * Every setting: an environment variable of this name. A secret may be given as `NAME_FILE`, a path, instead.
 */
export const settingsTable = {
  NAAS_HOST: text('api', '127.0.0.1', 'Address the API listens on.'),
  NAAS_PORT: whole('api', 8443, [0, 65_535], '', 'Port the API listens on; 0: any free one.'),
  NAAS_TLS: choice('api', 'on', ['on', 'off'], '`off`: plain HTTP, for a proxy in front.'),
  NAAS_CERT: text(
    'api',
    '',
    'TLS certificate: PEM text or a path. Without it a self-signed one is made at the first start.',
  ),
  NAAS_KEY: secret('api', 'Private key of NAAS_CERT: PEM text or a path.'),
  NAAS_STATE_DIR: text(
    'api',
    '.naas',
    'Directory for what must outlive a restart: the self-signed certificate.',
  ),
  REDIS_URL: secret(
    'both',
    'Redis, as `redis://[user:password@]host:port[/db]`; `rediss://` for TLS. Goes before REDIS_HOST.',
  ),
  REDIS_HOST: text('both', '127.0.0.1', 'Redis host, where REDIS_URL is not set.'),
  REDIS_PORT: whole('both', 6379, port, '', 'Redis port, where REDIS_URL is not set.'),
  REDIS_PASSWORD: secret(
    'both',
    'Password of Redis, and of the sentinels if they want one, where REDIS_URL is not set.',
  ),
  REDIS_SENTINELS: text(
    'both',
    '',
    'Sentinels that know which Redis is the master, in place of REDIS_URL: `host:port`, comma-separated.',
  ),
  REDIS_SENTINEL_MASTER: text(
    'both',
    '',
    'Name under which the sentinels watch the master, such as `mymaster`.',
  ),
  APP_ENVIRONMENT: choice(
    'both',
    'production',
    ['production', 'dev'],
    '`dev` relaxes what would be unsafe otherwise.',
  ),
  LOG_LEVEL: choice('both', 'info', ['error', 'warn', 'info', 'debug'], 'Least severe level that is logged.'),
  LOG_FORMAT: choice('both', 'auto', ['auto', 'json', 'text'], '`auto`: text on a terminal, else JSON.'),
  NAAS_CONTEXTS: list('api', ['default'], 'Contexts that jobs may name, comma-separated.'),
  WORKER_CONTEXTS: list('worker', ['default'], 'Contexts this worker serves, comma-separated.'),
  NAAS_ENCRYPTION_KEY: secret(
    'both',
    'Keys that seal credentials, commands and results in Redis: 32 bytes in base64 each, comma-separated, ' +
      'newest first. Required.',
  ),
  SECRETS_BACKEND: choice(
    'both',
    'env',
    ['env', 'vault', 'aws'],
    'Where secrets that are not set here come from: `vault` (KV version 2) or `aws` (Secrets Manager).',
  ),
  VAULT_ADDR: text('both', '', 'Address of Vault, such as `https://vault.example.net:8200`.'),
  VAULT_TOKEN: secret('both', 'Token that may read VAULT_SECRETS_PATH.'),
  VAULT_SECRETS_PATH: text(
    'both',
    'secret/data/naas',
    'Path of the secret in Vault whose fields are named like settings.',
  ),
  AWS_REGION: text('both', '', 'Region of AWS Secrets Manager.'),
  AWS_SECRETS_PREFIX: text(
    'both',
    'naas/',
    'What stands before the name of a setting in AWS Secrets Manager.',
  ),
  NAAS_JWT_SECRET: secret(
    'api',
    'Secrets that sign API keys, 32 bytes or more each, comma-separated, newest first; without one there ' +
      'are no API keys.',
  ),
  NAAS_ADMIN_SECRET: secret(
    'api',
    'Password of Basic callers on the key routes only, to make the first API keys; none: nobody is admin by Basic.',
  ),
  API_KEY_DEFAULT_TTL: whole(
    'api',
    7_776_000,
    [0, 3_153_600_000],
    seconds,
    'How long an API key lives that asks for no time of its own; 0: for ever, where API_KEY_MAX_TTL allows it.',
  ),
  API_KEY_MAX_TTL: whole('api', 0, [0, 3_153_600_000], seconds, 'Longest life of an API key; 0: no limit.'),
  RATE_LIMIT_ENABLED: flag('api', true, 'Whether submits are limited.'),
  RATE_LIMIT_PER_CALLER: whole(
    'api',
    1000,
    [0, 10_000_000],
    'jobs',
    'Most jobs of a caller in RATE_LIMIT_WINDOW; 0: no limit.',
  ),
  RATE_LIMIT_PER_CALLER_DEVICE: whole(
    'api',
    20,
    [0, 10_000_000],
    'jobs',
    'Most jobs of a caller for one device in RATE_LIMIT_WINDOW; 0: no limit.',
  ),
  RATE_LIMIT_WINDOW: whole(
    'api',
    60,
    [1, 86_400],
    seconds,
    'Length of the sliding window of the rate limits.',
  ),
  RATE_LIMIT_EXEMPT_ROLES: list('api', ['admin'], 'Roles without rate limits, comma-separated.'),
  BATCH_MAX_DEVICES: whole('api', 100, [1, 10_000], 'devices', 'Most devices of a batch.'),
  BATCH_MAX_COMMANDS: whole('api', 50, [1, 500], 'commands', 'Most commands of a batch.'),
  SSE_TIMEOUT: whole('api', 300, [1, 86_400], seconds, 'Longest event stream.'),
  SSE_MAX_CONNECTIONS: whole(
    'api',
    1000,
    [0, 100_000],
    'streams',
    'Most event streams at a time in one process.',
  ),
  WEBHOOK_ALLOW_HTTP: flag('both', false, 'Whether a webhook_url may be http.'),
  WEBHOOK_ALLOW_HOSTS: list(
    'both',
    [],
    'Host names and CIDR ranges that webhooks may reach though they are private, comma-separated.',
    'host',
  ),
  WEBHOOK_TIMEOUT: whole('both', 10, [1, 300], seconds, 'Longest wait for the answer to a webhook.'),
  WEBHOOK_MAX_RETRIES: whole('both', 4, [0, 20], 'times', 'How often a webhook that failed is sent again.'),
  BASIC_AUTH_ENABLED: flag('api', true, "Whether Basic credentials, which are the device's, are accepted."),
  BASIC_AUTH_ROLE: choice('api', 'operator', ['operator', 'viewer'], 'Role of Basic callers.'),
  IDEMPOTENCY_TTL: whole(
    'api',
    86_400,
    [1, 30 * week],
    seconds,
    'How long an X-Idempotency-Key is remembered.',
  ),
  JOB_DEDUP_ENABLED: flag(
    'api',
    true,
    'Whether an equal read job in flight is given back instead of a new one.',
  ),
  JOB_TIMEOUT: whole('both', 120, [1, 86_400], seconds, 'Longest run of a job, from its claim.'),
  JOB_TTL_SUCCESS: whole(
    'both',
    86_400,
    [1, 30 * week],
    seconds,
    'How long a finished or cancelled job is kept.',
  ),
  JOB_TTL_FAILED: whole('both', week, [1, 30 * week], seconds, 'How long a failed job is kept.'),
  FAILED_JOB_MAX_RETAIN: whole(
    'both',
    500,
    [0, 1_000_000],
    'jobs',
    'Most failed jobs counted as dead letters in a context.',
  ),
  JOB_MAX_QUEUE_AGE: whole(
    'worker',
    3600,
    [0, 30 * week],
    seconds,
    'A job older than this is not begun any more; 0: no limit.',
  ),
  MAX_QUEUE_DEPTH: whole(
    'api',
    100_000,
    [0, 100_000_000],
    'jobs',
    'Most waiting jobs of a context; 0: no limit.',
  ),
  MAX_OUTPUT_BYTES: whole(
    'worker',
    16_777_216,
    [1024, 268_435_456],
    'bytes',
    'Largest output of one command.',
  ),
  MAX_JOB_OUTPUT_BYTES: whole(
    'worker',
    67_108_864,
    [1024, 1_073_741_824],
    'bytes',
    'Largest output of one job.',
  ),
  METRICS_ENABLED: flag('both', true, 'Whether `/metrics` answers.'),
  METRICS_TOKEN: secret('both', 'Bearer token that `/metrics` wants; none: open.'),
  WORKER_CONCURRENCY: whole(
    'worker',
    100,
    [1, 10_000],
    'jobs',
    'Most jobs at a time in one worker, over all its contexts.',
  ),
  WORKER_HTTP_HOST: text('worker', '127.0.0.1', "Address of the worker's own `/metrics` and `/livez`."),
  WORKER_HTTP_PORT: whole(
    'worker',
    9464,
    [0, 65_535],
    '',
    "Port of the worker's own `/metrics` and `/livez`; 0: any free one.",
  ),
  SHUTDOWN_TIMEOUT: whole('both', 60, [0, 3600], seconds, 'How long a stop waits for what still runs.'),
  JOB_REAPER_INTERVAL: whole(
    'worker',
    5,
    [1, 3600],
    seconds,
    'How often jobs of dead workers are looked for.',
  ),
  WORKER_STALE_THRESHOLD: whole(
    'worker',
    30,
    [3, 3600],
    seconds,
    "How long a claim and a device's lease last without being renewed; renewed every third of it.",
  ),
  CONNECTION_POOL_ENABLED: flag(
    'worker',
    true,
    'Whether sessions on devices are kept for later jobs with the same login.',
  ),
  CONNECTION_POOL_MAX_SIZE: whole(
    'worker',
    500,
    [1, 100_000],
    'sessions',
    'Most open sessions of a worker; idle ones make room.',
  ),
  CONNECTION_POOL_IDLE_TIMEOUT: whole(
    'worker',
    300,
    [1, 86_400],
    seconds,
    'How long an idle session is kept.',
  ),
  CONNECTION_POOL_MAX_AGE: whole(
    'worker',
    3600,
    [1, 604_800],
    seconds,
    'A session older than this is not kept any more.',
  ),
  CONNECTION_POOL_KEEPALIVE: whole(
    'worker',
    60,
    [0, 86_400],
    seconds,
    'How often an SSH keepalive is sent on a session; an idle one whose device leaves three unanswered is ' +
      'dropped. 0: never.',
  ),
  CONNECTION_POOL_EXCLUDE: list(
    'worker',
    [],
    'Hosts whose sessions are never kept, comma-separated; `*` stands for any text.',
  ),
  DEVICE_MAX_SESSIONS: whole('worker', 2, [1, 100], 'sessions', 'Most sessions of a worker on one device.'),
  CIRCUIT_BREAKER_ENABLED: flag(
    'worker',
    true,
    'Whether a device that cannot be reached is left alone for a while.',
  ),
  CIRCUIT_BREAKER_THRESHOLD: whole(
    'worker',
    5,
    [1, 1000],
    'times',
    'Failures to reach a device, in a row, that open its circuit.',
  ),
  CIRCUIT_BREAKER_TIMEOUT: whole(
    'worker',
    300,
    [1, 86_400],
    seconds,
    'How long a circuit stays open before one job may probe the device.',
  ),
  HOST_KEY_POLICY: choice(
    'worker',
    'tofu',
    ['tofu', 'accept', 'strict'],
    "`tofu`: a device's SSH host key is pinned at first sight; `strict`: must be pinned already; `accept`: any.",
  ),
  SSH_ALGORITHMS: choice(
    'worker',
    'compatible',
    ['modern', 'compatible', 'legacy'],
    'SSH algorithms offered to devices.',
  ),
} as const;

export type SettingName = keyof typeof settingsTable;
