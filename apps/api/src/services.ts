import type { AdminSecret, Tokens } from '@naas/auth';
import type { ApiKeys, Audit, Jobs, KeyRing, Logger, Redis, Settings, Subscriptions } from '@naas/core';
import type { AccessAudit } from './http/access-audit.js';
import type { ConfirmedSubmits } from './submit/confirmed-submits.js';
import type { Metrics } from './metrics.js';
import type { JobReads } from './stream/job-reads.js';
import type { OpenStreams } from './stream/open-streams.js';

/** What a platform can do. */
export interface PlatformCapabilities {
  readonly config: boolean;
  readonly save: boolean;
  readonly commit: boolean;
}

/** What the API knows of platforms. */
export interface Platforms {
  readonly platformNames: readonly string[];
  capabilitiesOf(name: string): PlatformCapabilities | undefined;
}

/** What handlers work with; made once, in main.ts. */
export interface Services {
  readonly settings: Settings;
  readonly log: Logger;
  readonly keyRing: KeyRing;
  readonly tokens: Tokens;
  readonly apiKeys: ApiKeys;
  readonly adminSecret: AdminSecret;
  /** Fails within a second when Redis is away. */
  readonly redis: Redis;
  readonly jobs: Jobs;
  /** Asks whether what was submitted will be remembered. */
  readonly confirmed: ConfirmedSubmits;
  /** What the streams of jobs read. */
  readonly jobReads: JobReads;
  readonly subscriptions: Subscriptions;
  readonly platforms: Platforms;
  readonly metrics: Metrics;
  readonly audit: Audit;
  /** Tells the audit who was let in. */
  readonly access: AccessAudit;
  /** The event streams of this process. */
  readonly streams: OpenStreams;
  /** The OpenAPI document, as JSON. */
  readonly openApi: string;
  /** Aborted when the process is to stop: whoever waits, answers now. */
  readonly stopping: AbortSignal;
}
