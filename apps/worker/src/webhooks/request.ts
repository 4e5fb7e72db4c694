import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { WebhookRules } from '@naas/core';

/** Address of a host, as returned by the resolver. */
export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

/** A webhook to send. */
export interface WebhookRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Time limit from the name look-up to the end of the response, in milliseconds. */
  readonly timeoutMs: number;
  readonly rules: WebhookRules;
  /** Resolves a host name to its addresses. Default: the system's resolver. */
  readonly resolve?: (host: string) => Promise<readonly HostAddress[]>;
  /** Trusted certificates as PEM text. Default: those of Node. */
  readonly ca?: string;
}

/** The outcome of an attempt. `reason` is safe to log: it contains neither URL nor secret. */
export type WebhookOutcome =
  { readonly outcome: 'delivered' } | { readonly outcome: 'retry' | 'refused'; readonly reason: string };

/** Maximum size of a response body that is read, in bytes. The body is discarded. */
const maxBodyBytes = 16_384;

/** 4xx statuses that mean "try again later": Request Timeout, Too Early, Too Many Requests. */
const temporaryStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

const systemResolve = (host: string): Promise<readonly HostAddress[]> =>
  lookup(host, { all: true, verbatim: true });

function outcomeOf(status: number): WebhookOutcome {
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  return {
    outcome: status >= 500 || temporaryStatuses.has(status) ? 'retry' : 'refused',
    reason: `HTTP_${status}`,
  };
}

/** Resolves every name to the checked addresses, even if it has changed since the check (DNS rebinding). */
function pinnedLookup(addresses: readonly HostAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}

async function allowedAddresses({
  url,
  rules,
  resolve = systemResolve,
}: WebhookRequest): Promise<readonly HostAddress[]> {
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  return (await resolve(host)).filter(({ address }) => rules.allows(host, address));
}

function discardBody(response: IncomingMessage): void {
  let bytes = 0;
  // Errors do not matter any more: the status is known.
  response.on('error', () => undefined);
  response.on('data', (chunk: Buffer) => (bytes += chunk.length) > maxBodyBytes && response.destroy());
}

/**
 * Sends the request to one of these addresses only. Resolves to the status. Redirects are not followed, since
 * node:http never does.
 */
function post(
  { url, body, headers, ca }: WebhookRequest,
  addresses: readonly HostAddress[],
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const isTls = new URL(url).protocol === 'https:';
    const options = {
      method: 'POST',
      agent: false,
      lookup: pinnedLookup(addresses),
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers },
      signal,
    } as const;
    const request = isTls
      ? httpsRequest(url, { ...options, ...(ca === undefined ? {} : { ca }) })
      : httpRequest(url, options);
    request.on('error', reject);
    request.on('response', (response) => {
      discardBody(response);
      response.on('close', () => resolve(response.statusCode ?? 0));
    });
    request.end(body);
  });
}

/** A code for an error: the system's code, never the message, which may quote the URL. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'TIMEOUT';
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

/** Sends a webhook once. Never rejects. */
export async function sendWebhook(webhook: WebhookRequest): Promise<WebhookOutcome> {
  if (webhook.rules.faultOf(webhook.url) !== null) return { outcome: 'refused', reason: 'URL_NOT_ALLOWED' };
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), webhook.timeoutMs);
  const timedOut = new Promise<never>((_, reject) =>
    timeout.signal.addEventListener('abort', () => reject(new Error('timeout'))),
  );
  try {
    // A look-up cannot be aborted.
    const addresses = await Promise.race([allowedAddresses(webhook), timedOut]);
    if (addresses.length === 0) return { outcome: 'refused', reason: 'ADDRESS_NOT_ALLOWED' };
    return outcomeOf(await post(webhook, addresses, timeout.signal));
  } catch (error) {
    return { outcome: 'retry', reason: reasonOf(error, timeout.signal) };
  } finally {
    clearTimeout(timer);
  }
}
