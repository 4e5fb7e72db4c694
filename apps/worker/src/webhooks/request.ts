import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { WebhookRules } from '@naas/core';

/** Address of a host, as the resolver gives it. */
export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

/** What sending a webhook takes. */
export interface WebhookRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds from the look-up of the name to the answer. */
  readonly timeoutMs: number;
  readonly rules: WebhookRules;
  /** The addresses of a name; the system's resolver where it is not given. */
  readonly resolve?: (host: string) => Promise<readonly HostAddress[]>;
  /** Certificates that are trusted instead of those of Node, as PEM text. */
  readonly ca?: string;
}

/** What became of an attempt. `reason` is safe to log: it holds neither URL nor secret. */
export type WebhookOutcome =
  { readonly outcome: 'delivered' } | { readonly outcome: 'retry' | 'refused'; readonly reason: string };

/** Most of an answer's body that is read, in bytes; nothing is made of it. */
const mostAnswerBytes = 16_384;

/** Answers of the 4xx kind that say "later", not "never". */
const temporary: ReadonlySet<number> = new Set([408, 425, 429]);

const systemResolve = (host: string): Promise<readonly HostAddress[]> =>
  lookup(host, { all: true, verbatim: true });

function outcomeOf(status: number): WebhookOutcome {
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  return { outcome: status >= 500 || temporary.has(status) ? 'retry' : 'refused', reason: `HTTP_${status}` };
}

/** Gives the connection the addresses that were checked, whatever the name leads to by now. */
function pinned(addresses: readonly HostAddress[]): LookupFunction {
  return (_host, options, answer) => {
    const [first] = addresses;
    if (options.all) answer(null, [...addresses]);
    else answer(null, first?.address ?? '', first?.family);
  };
}

async function checkedAddresses({
  url,
  rules,
  resolve = systemResolve,
}: WebhookRequest): Promise<readonly HostAddress[]> {
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  return (await resolve(host)).filter(({ address }) => rules.allows(host, address));
}

function drop(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on('error', () => undefined); // its status is known already
  answer.on('data', (chunk: Buffer) => (bytes += chunk.length) > mostAnswerBytes && answer.destroy());
}

/**
 * Sends, to one of these addresses alone; resolves to the status. Redirects are not followed: node:http never
 * does.
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
      lookup: pinned(addresses),
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers },
      signal,
    } as const;
    const sending = isTls
      ? httpsRequest(url, { ...options, ...(ca === undefined ? {} : { ca }) })
      : httpRequest(url, options);
    sending.on('error', reject);
    sending.on('response', (answer) => {
      drop(answer);
      answer.on('close', () => resolve(answer.statusCode ?? 0));
    });
    sending.end(body);
  });
}

/** A short word for what went wrong: the system's code, never a text that may quote the URL. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'TIMEOUT';
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

/** Sends a webhook once. Never rejects. */
export async function sendWebhook(webhook: WebhookRequest): Promise<WebhookOutcome> {
  if (webhook.rules.faultOf(webhook.url) !== null) return { outcome: 'refused', reason: 'URL_NOT_ALLOWED' };
  const time = new AbortController();
  const timer = setTimeout(() => time.abort(), webhook.timeoutMs);
  const over = new Promise<never>((_, reject) =>
    time.signal.addEventListener('abort', () => reject(new Error('timeout'))),
  );
  try {
    const addresses = await Promise.race([checkedAddresses(webhook), over]); // a look-up cannot be aborted
    if (addresses.length === 0) return { outcome: 'refused', reason: 'ADDRESS_NOT_ALLOWED' };
    return outcomeOf(await post(webhook, addresses, time.signal));
  } catch (error) {
    return { outcome: 'retry', reason: reasonOf(error, time.signal) };
  } finally {
    clearTimeout(timer);
  }
}
