import {
  version,
  type Audit,
  type DueWebhook,
  type Logger,
  type Settings,
  type WebhookRules,
  type Webhooks,
} from '@naas/core';
import type { Metrics } from '../metrics.js';
import { webhookBackOffMs } from './back-off.js';
import { WebhookConcurrency } from './concurrency.js';
import { sendWebhook, type WebhookOutcome, type WebhookRequest } from './request.js';
import { signatureHeaders } from './signature.js';
import { within } from '../upkeep/within.js';

/** Dependencies of WebhookSender. */
export interface WebhookSenderTools {
  readonly webhooks: Webhooks;
  readonly rules: WebhookRules;
  readonly settings: Pick<Settings, 'WEBHOOK_TIMEOUT' | 'WEBHOOK_MAX_RETRIES'>;
  readonly log: Logger;
  readonly audit: Audit;
  readonly metrics: Pick<Metrics, 'webhooks'>;
  /** Called with the error when Redis cannot be used. */
  readonly onError: (error: unknown) => void;
  /** Milliseconds to wait after a failed attempt. Default: webhookBackOffMs. */
  readonly backOffMs?: (attempt: number) => number;
  /** Further options of the requests. */
  readonly requestOptions?: Pick<WebhookRequest, 'resolve' | 'ca'>;
}

/** A receiver that never answers occupies each of its attempts for WEBHOOK_TIMEOUT. */
const limits = { max: 50, maxPerReceiver: 10 };

/** Maximum number of leases in a round: how far it looks past webhooks whose receiver is at its limit. */
const maxLeases = 5;

/** How much longer a lease lasts than the time-out of its attempt, in milliseconds. */
const leaseMarginMs = 15_000;

type Attempt = Pick<DueWebhook, 'jobId' | 'attempt'>;

/** Host and port of a webhook's receiver. The rest of its URL may be secret. */
function receiverOf({ webhook }: DueWebhook): string {
  return webhook && URL.canParse(webhook.url) ? new URL(webhook.url).host : '';
}

/**
 * Sends the webhooks that are due. Every worker has a sender. When a worker dies while sending, another
 * worker sends the webhook after the lease has expired: delivery is at least once.
 */
export class WebhookSender {
  readonly #tools: WebhookSenderTools;
  readonly #concurrency = new WebhookConcurrency(limits);
  readonly #sending = new Set<Promise<void>>();
  #taking: Promise<boolean> | undefined;
  /** Whether more webhooks may be due, so that freed capacity is used at once. */
  #hasBacklog = false;
  #isEnding = false;

  constructor(tools: WebhookSenderTools) {
    this.#tools = tools;
  }

  /** Starts to send due webhooks, as many as the limits allow. Rejects when Redis cannot be used. */
  async round(): Promise<void> {
    for (let leases = 0; leases < maxLeases; leases += 1) if (!(await this.#take())) return;
  }

  /**
   * Starts no further webhook and waits for those being sent, for `timeoutMs` at most. Resolves to whether
   * they are all done.
   */
  idle(timeoutMs: number): Promise<boolean> {
    this.#isEnding = true;
    return within(Promise.all(this.#sending), timeoutMs);
  }

  /** Takes due webhooks; concurrent calls share one lease. Resolves to whether more may be due. */
  #take(): Promise<boolean> {
    this.#taking ??= this.#lease().finally(() => (this.#taking = undefined));
    return this.#taking;
  }

  /** Starts the webhooks that the limits allow, and returns the rest to the end of the due webhooks. */
  async #lease(): Promise<boolean> {
    const { webhooks, settings, onError } = this.#tools;
    const { free } = this.#concurrency;
    if (free === 0 || this.#isEnding) return false;
    const { due, expired } = await webhooks.lease(free, settings.WEBHOOK_TIMEOUT * 1000 + leaseMarginMs);
    for (const jobId of expired) this.#giveUp({ jobId, attempt: 0 }, 'JOB_EXPIRED');
    const isFull = due.length + expired.length === free;
    const rejected = due.filter((webhook) => !this.#start(webhook));
    for (const webhook of rejected) void this.#giveBack(webhook).catch(onError);
    this.#hasBacklog = isFull || rejected.length > 0;
    return isFull;
  }

  /** Returns false when the limits do not allow it. */
  #start(due: DueWebhook): boolean {
    const receiver = receiverOf(due);
    if (this.#isEnding || !this.#concurrency.acquire(receiver)) return false;
    const sending = this.#send(due)
      .catch(this.#tools.onError)
      .then(() => {
        this.#concurrency.release(receiver);
        this.#sending.delete(sending);
        if (this.#hasBacklog) void this.#take().catch(this.#tools.onError);
      });
    this.#sending.add(sending);
    return true;
  }

  async #giveBack(due: DueWebhook): Promise<void> {
    if ((await this.#tools.webhooks.giveBack(due)) === 'expired') {
      this.#giveUp(due, 'JOB_EXPIRED', receiverOf(due));
    }
  }

  async #send(due: DueWebhook): Promise<void> {
    const { webhooks, settings, metrics, backOffMs = webhookBackOffMs } = this.#tools;
    const outcome = await this.#attempt(due);
    const isLast = due.attempt > settings.WEBHOOK_MAX_RETRIES;
    metrics.webhooks.inc({ outcome: outcome.outcome });
    if (outcome.outcome === 'retry' && !isLast) {
      const settled = await webhooks.postpone(due, backOffMs(due.attempt));
      if (settled === 'ok') {
        this.#log('info', 'webhook will be sent again', { ...due, reason: outcome.reason });
      } else if (settled === 'expired') {
        this.#giveUp(due, 'JOB_EXPIRED', receiverOf(due));
      }
      return;
    }
    const isOurs = await webhooks.close(due);
    if (outcome.outcome === 'delivered') this.#log('debug', 'webhook delivered', due);
    else if (isOurs) this.#giveUp(due, outcome.reason, receiverOf(due));
  }

  #attempt({ jobId, webhook, body }: DueWebhook): Promise<WebhookOutcome> {
    if (!webhook) return Promise.resolve({ outcome: 'refused', reason: 'KEY_GONE' });
    const text = JSON.stringify(body);
    const headers = {
      'User-Agent': `naas/${version}`,
      'X-Request-ID': jobId,
      ...signatureHeaders(text, webhook.secret, new Date()),
    };
    const { rules, settings, requestOptions } = this.#tools;
    return sendWebhook({
      ...requestOptions,
      url: webhook.url,
      body: text,
      headers,
      timeoutMs: settings.WEBHOOK_TIMEOUT * 1000,
      rules,
    });
  }

  /**
   * `attempt` 0 and no `host`: the job's record has expired, and with it the attempt count and the receiver.
   */
  #giveUp(attempt: Attempt, reason: string, host?: string): void {
    this.#log('warn', 'webhook given up', { ...attempt, ...(host ? { host } : {}), reason });
    const { jobId, attempt: attempts } = attempt;
    this.#tools.audit.record('webhook.failed', { request_id: jobId, attempts, reason });
  }

  /** Never logs the URL: its path and query may be secrets. */
  #log(
    level: 'debug' | 'info' | 'warn',
    message: string,
    { jobId, attempt, host, reason }: Attempt & { readonly host?: string; readonly reason?: string },
  ): void {
    this.#tools.log.log(level, message, {
      job_id: jobId,
      request_id: jobId,
      attempt,
      ...(host === undefined ? {} : { host }),
      ...(reason === undefined ? {} : { reason }),
    });
  }
}
