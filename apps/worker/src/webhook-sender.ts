import { version, type Audit, type DueWebhook, type Logger, type Settings, type WebhookRules, type Webhooks } from '@naas/core';
import type { Metrics } from './metrics.js';
import { webhookBackOffMs } from './webhook-back-off.js';
import { sendWebhook, type WebhookOutcome, type WebhookRequest } from './webhook-request.js';
import { signatureHeaders } from './webhook-signature.js';
import { within } from './within.js';

/** What a WebhookSender works with. */
export interface WebhookSenderTools {
  readonly webhooks: Webhooks;
  readonly rules: WebhookRules;
  readonly settings: Pick<Settings, 'WEBHOOK_TIMEOUT' | 'WEBHOOK_MAX_RETRIES'>;
  readonly log: Logger;
  readonly audit: Audit;
  readonly metrics: Pick<Metrics, 'webhooks'>;
  /** Told when Redis cannot be used. */
  readonly onError: (error: unknown) => void;
  /** Milliseconds to wait after an attempt; webhookBackOffMs where it is not given. */
  readonly backOffMs?: (attempt: number) => number;
  /** What else requests are made with. */
  readonly requestOptions?: Pick<WebhookRequest, 'resolve' | 'ca'>;
}

/** Most webhooks that are sent at a time. */
const mostAtOnce = 50;

/** How much longer than its time-out an attempt is this sender's own, in milliseconds. */
const leaseMarginMs = 15_000;

/**
 * Sends the webhooks that are due. Every worker has one; what a worker was about to send when it died, another sends
 * when the lease is over. So a receiver may hear twice of one end, and never not at all.
 */
export class WebhookSender {
  readonly #tools: WebhookSenderTools;
  readonly #sending = new Set<Promise<void>>();

  constructor(tools: WebhookSenderTools) {
    this.#tools = tools;
  }

  /** Begins to send what is due, as much as may be sent at a time. Rejects when Redis cannot be used. */
  async round(): Promise<void> {
    const { webhooks, settings } = this.#tools;
    const free = mostAtOnce - this.#sending.size;
    if (free === 0) return;
    const due = await webhooks.lease(free, settings.WEBHOOK_TIMEOUT * 1000 + leaseMarginMs);
    for (const one of due) this.#track(this.#send(one), due.length === free);
  }

  /** Resolves to whether all that was begun is over, after `timeoutMs` at most. */
  idle(timeoutMs: number): Promise<boolean> {
    return within(Promise.all(this.#sending), timeoutMs);
  }

  /** `isBehind`: more may be due, so that the place that becomes free is used at once. */
  #track(work: Promise<void>, isBehind: boolean): void {
    const tracked = work.catch(this.#tools.onError).then(() => {
      this.#sending.delete(tracked);
      if (isBehind) void this.round().catch(this.#tools.onError);
    });
    this.#sending.add(tracked);
  }

  async #send(due: DueWebhook): Promise<void> {
    const { webhooks, settings, metrics, backOffMs = webhookBackOffMs } = this.#tools;
    const outcome = await this.#attempt(due);
    const isLast = due.attempt > settings.WEBHOOK_MAX_RETRIES;
    metrics.webhooks.inc({ outcome: outcome.outcome });
    if (outcome.outcome === 'retry' && !isLast) {
      this.#log('info', 'webhook will be sent again', due, outcome.reason);
      await webhooks.postpone(due, backOffMs(due.attempt));
      return;
    }
    const isOurs = await webhooks.close(due);
    if (outcome.outcome === 'delivered') this.#log('debug', 'webhook delivered', due);
    else if (isOurs) this.#giveUp(due, outcome.reason);
  }

  #attempt({ jobId, webhook, body }: DueWebhook): Promise<WebhookOutcome> {
    if (!webhook) return Promise.resolve({ outcome: 'refused', reason: 'KEY_GONE' });
    const text = JSON.stringify(body);
    const headers = { 'User-Agent': `naas/${version}`, 'X-Request-ID': jobId, ...signatureHeaders(text, webhook.secret, new Date()) };
    const { rules, settings, requestOptions } = this.#tools;
    return sendWebhook({ ...requestOptions, url: webhook.url, body: text, headers, timeoutMs: settings.WEBHOOK_TIMEOUT * 1000, rules });
  }

  #giveUp(due: DueWebhook, reason: string): void {
    this.#log('warn', 'webhook given up', due, reason);
    this.#tools.audit.record('webhook.failed', { request_id: due.jobId, attempts: due.attempt, reason });
  }

  /** Never the URL: its path and query may be secrets. */
  #log(level: 'debug' | 'info' | 'warn', message: string, { jobId, attempt }: DueWebhook, reason?: string): void {
    this.#tools.log.log(level, message, { job_id: jobId, request_id: jobId, attempt, ...(reason === undefined ? {} : { reason }) });
  }
}
