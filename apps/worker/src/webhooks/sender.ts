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
import { WebhookPlaces } from './places.js';
import { sendWebhook, type WebhookOutcome, type WebhookRequest } from './request.js';
import { signatureHeaders } from './signature.js';
import { within } from '../upkeep/within.js';

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

/**
 * Most webhooks that are sent at a time: in all, and to one receiver, since one that never answers holds each
 * place for WEBHOOK_TIMEOUT.
 */
const places = { most: 50, mostEach: 10 };

/** Most leases of one round: how far it looks past webhooks whose receiver has no place. */
const mostLeases = 5;

/** How much longer than its time-out an attempt is this sender's own, in milliseconds. */
const leaseMarginMs = 15_000;

type Attempt = Pick<DueWebhook, 'jobId' | 'attempt'>;

/** Host and port a webhook goes to; the rest of its URL may be secret. */
function receiverOf({ webhook }: DueWebhook): string {
  return webhook && URL.canParse(webhook.url) ? new URL(webhook.url).host : '';
}

/**
 * Sends the webhooks that are due. Every worker has one; what a worker was about to send when it died,
 * another sends when the lease is over. So a receiver may hear twice of one end, and never not at all.
 */
export class WebhookSender {
  readonly #tools: WebhookSenderTools;
  readonly #places = new WebhookPlaces(places);
  readonly #sending = new Set<Promise<void>>();
  #taking: Promise<boolean> | undefined;
  /** More may be due, so that a place that becomes free is used at once. */
  #isBehind = false;
  #isEnding = false;

  constructor(tools: WebhookSenderTools) {
    this.#tools = tools;
  }

  /** Begins to send what is due, as much as may be sent at a time. Rejects when Redis cannot be used. */
  async round(): Promise<void> {
    for (let leases = 0; leases < mostLeases; leases += 1) if (!(await this.#take())) return;
  }

  /** Begins no more; resolves to whether all that was begun is over, after `timeoutMs` at most. */
  idle(timeoutMs: number): Promise<boolean> {
    this.#isEnding = true;
    return within(Promise.all(this.#sending), timeoutMs);
  }

  /** Takes what is due, once at a time. Resolves to whether it is worthwhile to take again. */
  #take(): Promise<boolean> {
    this.#taking ??= this.#lease().finally(() => (this.#taking = undefined));
    return this.#taking;
  }

  /** Begins what has a place; the rest goes behind the others that are due. */
  async #lease(): Promise<boolean> {
    const { webhooks, settings, onError } = this.#tools;
    const { free } = this.#places;
    if (free === 0 || this.#isEnding) return false;
    const { due, expired } = await webhooks.lease(free, settings.WEBHOOK_TIMEOUT * 1000 + leaseMarginMs);
    for (const jobId of expired) this.#giveUp({ jobId, attempt: 0 }, 'JOB_EXPIRED');
    const isFull = due.length + expired.length === free;
    const unplaced = due.filter((one) => !this.#begin(one));
    for (const one of unplaced) void this.#giveBack(one).catch(onError);
    this.#isBehind = isFull || unplaced.length > 0;
    return isFull;
  }

  /** False when there is no place for it. */
  #begin(due: DueWebhook): boolean {
    const receiver = receiverOf(due);
    if (this.#isEnding || !this.#places.take(receiver)) return false;
    const sending = this.#send(due)
      .catch(this.#tools.onError)
      .then(() => {
        this.#places.leave(receiver);
        this.#sending.delete(sending);
        if (this.#isBehind) void this.#take().catch(this.#tools.onError);
      });
    this.#sending.add(sending);
    return true;
  }

  async #giveBack(due: DueWebhook): Promise<void> {
    if ((await this.#tools.webhooks.giveBack(due)) === 'expired')
      this.#giveUp(due, 'JOB_EXPIRED', receiverOf(due));
  }

  async #send(due: DueWebhook): Promise<void> {
    const { webhooks, settings, metrics, backOffMs = webhookBackOffMs } = this.#tools;
    const outcome = await this.#attempt(due);
    const isLast = due.attempt > settings.WEBHOOK_MAX_RETRIES;
    metrics.webhooks.inc({ outcome: outcome.outcome });
    if (outcome.outcome === 'retry' && !isLast) {
      const settled = await webhooks.postpone(due, backOffMs(due.attempt));
      if (settled === 'ok')
        this.#log('info', 'webhook will be sent again', { ...due, reason: outcome.reason });
      else if (settled === 'expired') this.#giveUp(due, 'JOB_EXPIRED', receiverOf(due));
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

  /** `attempt` 0: its job's record is gone, and with it how often it was sent, and the `host` it was for. */
  #giveUp(given: Attempt, reason: string, host?: string): void {
    this.#log('warn', 'webhook given up', { ...given, ...(host ? { host } : {}), reason });
    this.#tools.audit.record('webhook.failed', { request_id: given.jobId, attempts: given.attempt, reason });
  }

  /** Never the URL: its path and query may be secrets. */
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
