/** Which program reads a setting. */
export type SettingApp = 'api' | 'worker' | 'both';

/** What the entries of a list are. Only a list of contexts may not be empty. */
export type ListEntries = 'contexts' | 'hosts' | 'hostPatterns' | 'roles';

interface Row<Type extends string, Default> {
  readonly type: Type;
  /** For optional text: ''. */
  readonly default: Default;
  readonly app: SettingApp;
  readonly meaning: string;
}

interface Head {
  readonly app: SettingApp;
  readonly meaning: string;
}

const text = (row: Head & { readonly default?: string }) =>
  ({ type: 'text', ...row, default: row.default ?? '' }) satisfies Row<'text', string>;

const flag = (row: Head & { readonly default: boolean }) =>
  ({ type: 'flag', ...row }) satisfies Row<'flag', boolean>;

const list = (row: Head & { readonly default: readonly string[]; readonly entries: ListEntries }) =>
  ({ type: 'list', ...row }) satisfies Row<'list', readonly string[]>;

const secret = (row: Head) => ({ type: 'secret', default: '', ...row }) satisfies Row<'secret', string>;

/** `range`: smallest and largest value. */
const whole = (
  row: Head & {
    readonly default: number;
    readonly range: readonly [minimum: number, maximum: number];
    readonly unit?: string;
  },
) => ({ type: 'whole', unit: '', ...row }) satisfies Row<'whole', number>;

const choice = <const C extends readonly string[]>(
  row: Head & { readonly default: C[number]; readonly choices: C },
) => ({ type: 'choice', ...row }) satisfies Row<'choice', string>;

const week = 604_800;
const port = [1, 65_535] as const;

/**
 * Every setting: an environment variable of this name. A secret may be given as `NAME_FILE`, a path, instead.
 */
export const settingsTable = {
  NAAS_HOST: text({ app: 'api', default: '127.0.0.1', meaning: 'Address the API listens on.' }),
  NAAS_PORT: whole({
    app: 'api',
    default: 8443,
    range: [0, 65_535],
    meaning: 'Port the API listens on; 0: any free one.',
  }),
  NAAS_TLS: choice({
    app: 'api',
    default: 'on',
    choices: ['on', 'off'],
    meaning: '`off`: plain HTTP, for a proxy in front.',
  }),
  NAAS_CERT: text({
    app: 'api',
    meaning: 'TLS certificate: PEM text or a path. Without it, a self-signed one is made at the first start.',
  }),
  NAAS_KEY: secret({ app: 'api', meaning: 'Private key of NAAS_CERT: PEM text or a path.' }),
  NAAS_STATE_DIR: text({
    app: 'api',
    default: '.naas',
    meaning: 'Directory for files that must survive a restart: the self-signed certificate.',
  }),
  REDIS_URL: secret({
    app: 'both',
    meaning:
      'Redis, as `redis://[user:password@]host:port[/db]`; `rediss://` for TLS. Takes precedence over REDIS_HOST.',
  }),
  REDIS_HOST: text({ app: 'both', default: '127.0.0.1', meaning: 'Redis host, if REDIS_URL is not set.' }),
  REDIS_PORT: whole({
    app: 'both',
    default: 6379,
    range: port,
    meaning: 'Redis port, if REDIS_URL is not set.',
  }),
  REDIS_PASSWORD: secret({
    app: 'both',
    meaning: 'Password of Redis, and of the sentinels if they require one, if REDIS_URL is not set.',
  }),
  REDIS_SENTINELS: text({
    app: 'both',
    meaning: 'Sentinels that know the master, in place of REDIS_URL: `host:port`, comma-separated.',
  }),
  REDIS_SENTINEL_MASTER: text({
    app: 'both',
    meaning: 'Name under which the sentinels watch the master, such as `mymaster`.',
  }),
  APP_ENVIRONMENT: choice({
    app: 'both',
    default: 'production',
    choices: ['production', 'dev'],
    meaning: '`dev` allows what is unsafe in production.',
  }),
  LOG_LEVEL: choice({
    app: 'both',
    default: 'info',
    choices: ['error', 'warn', 'info', 'debug'],
    meaning: 'The least severe level that is logged.',
  }),
  LOG_FORMAT: choice({
    app: 'both',
    default: 'auto',
    choices: ['auto', 'json', 'text'],
    meaning: '`auto`: text on a terminal, else JSON.',
  }),
  NAAS_CONTEXTS: list({
    app: 'api',
    default: ['default'],
    meaning: 'Contexts that jobs may name, comma-separated.',
    entries: 'contexts',
  }),
  WORKER_CONTEXTS: list({
    app: 'worker',
    default: ['default'],
    meaning: 'Contexts this worker serves, comma-separated.',
    entries: 'contexts',
  }),
  NAAS_ENCRYPTION_KEY: secret({
    app: 'both',
    meaning:
      'Keys that seal credentials, commands and results in Redis: 32 bytes in base64 each, comma-separated, ' +
      'newest first. Required.',
  }),
  SECRETS_BACKEND: choice({
    app: 'both',
    default: 'env',
    choices: ['env', 'vault', 'aws'],
    meaning:
      'Where to read secrets that the environment does not set: `vault` (KV version 2) or `aws` (Secrets Manager).',
  }),
  VAULT_ADDR: text({ app: 'both', meaning: 'Address of Vault, such as `https://vault.example.net:8200`.' }),
  VAULT_TOKEN: secret({ app: 'both', meaning: 'Token that may read VAULT_SECRETS_PATH.' }),
  VAULT_SECRETS_PATH: text({
    app: 'both',
    default: 'secret/data/naas',
    meaning: 'Path of the secret in Vault whose fields are named like settings.',
  }),
  AWS_REGION: text({ app: 'both', meaning: 'Region of AWS Secrets Manager.' }),
  AWS_SECRETS_PREFIX: text({
    app: 'both',
    default: 'naas/',
    meaning: 'Prefix of the names of settings in AWS Secrets Manager.',
  }),
  NAAS_JWT_SECRET: secret({
    app: 'api',
    meaning:
      'Secrets that sign API keys, 32 bytes or more each, comma-separated, newest first; without one, there ' +
      'are no API keys.',
  }),
  NAAS_ADMIN_SECRET: secret({
    app: 'api',
    meaning:
      'Password for Basic on the API key routes only, to make the first API keys; 32 bytes or more, several ' +
      'comma-separated; not set: Basic never gives the role admin.',
  }),
  API_KEY_DEFAULT_TTL: whole({
    app: 'api',
    default: 7_776_000,
    range: [0, 3_153_600_000],
    unit: 'seconds',
    meaning:
      'Lifetime of an API key whose request gives none; 0: it never expires, if API_KEY_MAX_TTL allows that.',
  }),
  API_KEY_MAX_TTL: whole({
    app: 'api',
    default: 0,
    range: [0, 3_153_600_000],
    unit: 'seconds',
    meaning: 'Maximum lifetime of an API key; 0: no limit.',
  }),
  RATE_LIMIT_ENABLED: flag({ app: 'api', default: true, meaning: 'Whether submits are limited.' }),
  RATE_LIMIT_PER_CALLER: whole({
    app: 'api',
    default: 1000,
    range: [0, 10_000_000],
    unit: 'jobs',
    meaning: 'Maximum number of jobs of a caller in RATE_LIMIT_WINDOW; 0: no limit.',
  }),
  RATE_LIMIT_PER_CALLER_DEVICE: whole({
    app: 'api',
    default: 20,
    range: [0, 10_000_000],
    unit: 'jobs',
    meaning: 'Maximum number of jobs of a caller for one device in RATE_LIMIT_WINDOW; 0: no limit.',
  }),
  RATE_LIMIT_WINDOW: whole({
    app: 'api',
    default: 60,
    range: [1, 86_400],
    unit: 'seconds',
    meaning: 'Length of the sliding window of the rate limits.',
  }),
  RATE_LIMIT_EXEMPT_ROLES: list({
    app: 'api',
    default: ['admin'],
    meaning: 'Roles without rate limits, comma-separated; empty: none.',
    entries: 'roles',
  }),
  BATCH_MAX_DEVICES: whole({
    app: 'api',
    default: 100,
    range: [1, 10_000],
    unit: 'devices',
    meaning: 'Maximum number of devices in a batch.',
  }),
  BATCH_MAX_COMMANDS: whole({
    app: 'api',
    default: 50,
    range: [1, 500],
    unit: 'commands',
    meaning: 'Maximum number of commands in a batch.',
  }),
  SSE_TIMEOUT: whole({
    app: 'api',
    default: 300,
    range: [1, 86_400],
    unit: 'seconds',
    meaning: 'Maximum length of an event stream.',
  }),
  SSE_MAX_CONNECTIONS: whole({
    app: 'api',
    default: 1000,
    range: [0, 100_000],
    unit: 'streams',
    meaning: 'Maximum number of event streams at a time in one process.',
  }),
  MAX_WAIT: whole({
    app: 'api',
    default: 50,
    range: [1, 3600],
    unit: 'seconds',
    meaning:
      'Maximum wait of `Prefer: wait=N`; shorter than the time after which a proxy gives up, often 60.',
  }),
  WEBHOOK_ALLOW_HTTP: flag({ app: 'both', default: false, meaning: 'Whether a webhook_url may be http.' }),
  WEBHOOK_ALLOW_HOSTS: list({
    app: 'both',
    default: [],
    meaning: 'Private host names and CIDR ranges that webhooks may reach, comma-separated.',
    entries: 'hosts',
  }),
  WEBHOOK_TIMEOUT: whole({
    app: 'both',
    default: 10,
    range: [1, 300],
    unit: 'seconds',
    meaning: 'Maximum wait for the answer to a webhook.',
  }),
  WEBHOOK_MAX_RETRIES: whole({
    app: 'both',
    default: 4,
    range: [0, 20],
    unit: 'times',
    meaning: 'How often a failed webhook is sent again.',
  }),
  BASIC_AUTH_ENABLED: flag({
    app: 'api',
    default: true,
    meaning: "Whether Basic credentials, which are the device's, are accepted.",
  }),
  BASIC_AUTH_ROLE: choice({
    app: 'api',
    default: 'operator',
    choices: ['operator', 'viewer'],
    meaning: 'Role of Basic callers.',
  }),
  IDEMPOTENCY_TTL: whole({
    app: 'api',
    default: 86_400,
    range: [1, 30 * week],
    unit: 'seconds',
    meaning: 'How long an X-Idempotency-Key is remembered.',
  }),
  JOB_DEDUP_ENABLED: flag({
    app: 'api',
    default: true,
    meaning: 'Whether a submit equal to a read job in flight returns that job instead of a new one.',
  }),
  JOB_TIMEOUT: whole({
    app: 'both',
    default: 120,
    range: [1, 86_400],
    unit: 'seconds',
    meaning: 'Maximum run time of a job, from its claim.',
  }),
  JOB_TTL_SUCCESS: whole({
    app: 'both',
    default: 86_400,
    range: [1, 30 * week],
    unit: 'seconds',
    meaning: 'How long a finished or cancelled job is kept.',
  }),
  JOB_TTL_FAILED: whole({
    app: 'both',
    default: week,
    range: [1, 30 * week],
    unit: 'seconds',
    meaning: 'How long a failed job is kept.',
  }),
  FAILED_JOB_MAX_RETAIN: whole({
    app: 'both',
    default: 500,
    range: [0, 1_000_000],
    unit: 'jobs',
    meaning: 'Maximum number of failed jobs kept as dead letters of a context.',
  }),
  JOB_MAX_QUEUE_AGE: whole({
    app: 'worker',
    default: 3600,
    range: [0, 30 * week],
    unit: 'seconds',
    meaning: 'A queued job older than this is not started any more; 0: no limit.',
  }),
  MAX_QUEUE_DEPTH: whole({
    app: 'api',
    default: 100_000,
    range: [0, 100_000_000],
    unit: 'jobs',
    meaning: 'Maximum number of waiting jobs of a context; 0: no limit.',
  }),
  MAX_OUTPUT_BYTES: whole({
    app: 'worker',
    default: 16_777_216,
    range: [1024, 268_435_456],
    unit: 'bytes',
    meaning: 'Maximum size of the output of one command.',
  }),
  MAX_JOB_OUTPUT_BYTES: whole({
    app: 'worker',
    default: 67_108_864,
    range: [1024, 1_073_741_824],
    unit: 'bytes',
    meaning: 'Maximum size of the outputs of one job.',
  }),
  WORKER_OUTPUT_MEMORY: whole({
    app: 'worker',
    default: 268_435_456,
    range: [1024, 1_099_511_627_776],
    unit: 'bytes',
    meaning:
      'Maximum size of the outputs that one worker has received and Redis does not have yet; more wait, and ' +
      'their jobs send no further command.',
  }),
  METRICS_ENABLED: flag({ app: 'both', default: true, meaning: 'Whether `/metrics` answers.' }),
  METRICS_TOKEN: secret({
    app: 'both',
    meaning: 'Bearer token that `/metrics` requires; not set: `/metrics` is open.',
  }),
  WORKER_CONCURRENCY: whole({
    app: 'worker',
    default: 100,
    range: [1, 10_000],
    unit: 'jobs',
    meaning: 'Maximum number of jobs at a time in one worker, over all its contexts.',
  }),
  WORKER_HTTP_HOST: text({
    app: 'worker',
    default: '127.0.0.1',
    meaning: "Address of the worker's own `/metrics` and `/livez`.",
  }),
  WORKER_HTTP_PORT: whole({
    app: 'worker',
    default: 9464,
    range: [0, 65_535],
    meaning: "Port of the worker's own `/metrics` and `/livez`; 0: any free one.",
  }),
  SHUTDOWN_TIMEOUT: whole({
    app: 'both',
    default: 60,
    range: [0, 3600],
    unit: 'seconds',
    meaning: 'How long a stop waits for work that still runs.',
  }),
  JOB_REAPER_INTERVAL: whole({
    app: 'worker',
    default: 5,
    range: [1, 3600],
    unit: 'seconds',
    meaning: 'How often the reaper looks for jobs of dead workers.',
  }),
  WORKER_STALE_THRESHOLD: whole({
    app: 'worker',
    default: 30,
    range: [3, 3600],
    unit: 'seconds',
    meaning:
      "How long a claim and a device's lease last unless renewed; workers renew them every third of it.",
  }),
  CONNECTION_POOL_ENABLED: flag({
    app: 'worker',
    default: true,
    meaning: 'Whether connections to devices are kept for later jobs with the same login.',
  }),
  CONNECTION_POOL_MAX_SIZE: whole({
    app: 'worker',
    default: 500,
    range: [1, 100_000],
    unit: 'connections',
    meaning: 'Maximum number of open connections of a worker; idle ones are closed to make room.',
  }),
  CONNECTION_POOL_IDLE_TIMEOUT: whole({
    app: 'worker',
    default: 300,
    range: [1, 86_400],
    unit: 'seconds',
    meaning: 'How long an idle connection is kept.',
  }),
  CONNECTION_POOL_MAX_AGE: whole({
    app: 'worker',
    default: 3600,
    range: [1, 604_800],
    unit: 'seconds',
    meaning: 'A connection older than this is not kept.',
  }),
  CONNECTION_POOL_KEEPALIVE: whole({
    app: 'worker',
    default: 60,
    range: [0, 86_400],
    unit: 'seconds',
    meaning:
      'Interval of SSH keepalives on a connection; an idle connection with three unanswered ones is dropped. ' +
      '0: none.',
  }),
  CONNECTION_POOL_EXCLUDE: list({
    app: 'worker',
    default: [],
    meaning:
      'Hosts whose connections are never kept, comma-separated: names, addresses, address ranges; `*` matches ' +
      'any characters.',
    entries: 'hostPatterns',
  }),
  DEVICE_ALLOW: list({
    app: 'both',
    default: [],
    meaning:
      'Devices that jobs may reach, comma-separated: names, addresses, address ranges; `*` stands for any ' +
      'characters. Empty: all, but for loopback, link-local and metadata addresses in production.',
    entries: 'hostPatterns',
  }),
  DEVICE_DENY: list({
    app: 'both',
    default: [],
    meaning:
      'Devices that jobs may not reach, whatever DEVICE_ALLOW says; checked on the name and on its address.',
    entries: 'hostPatterns',
  }),
  DEVICE_MAX_SESSIONS: whole({
    app: 'worker',
    default: 2,
    range: [1, 100],
    unit: 'connections',
    meaning: 'Maximum number of connections of a worker to one device.',
  }),
  CIRCUIT_BREAKER_ENABLED: flag({
    app: 'worker',
    default: true,
    meaning: 'Whether a device that cannot be reached is not tried again for a while.',
  }),
  CIRCUIT_BREAKER_THRESHOLD: whole({
    app: 'worker',
    default: 5,
    range: [1, 1000],
    unit: 'times',
    meaning: 'How many failures in a row to reach a device open its circuit.',
  }),
  CIRCUIT_BREAKER_TIMEOUT: whole({
    app: 'worker',
    default: 300,
    range: [1, 86_400],
    unit: 'seconds',
    meaning: 'How long a circuit stays open before one job may probe the device.',
  }),
  HOST_KEY_POLICY: choice({
    app: 'worker',
    default: 'tofu',
    choices: ['tofu', 'accept', 'strict'],
    meaning:
      "`tofu`: a device's SSH host key is pinned at first sight; `strict`: it must be pinned already; `accept`: " +
      'any key.',
  }),
  SSH_ALGORITHMS: choice({
    app: 'worker',
    default: 'compatible',
    choices: ['modern', 'compatible', 'legacy'],
    meaning: 'SSH algorithms offered to devices.',
  }),
} as const;

export type SettingName = keyof typeof settingsTable;
