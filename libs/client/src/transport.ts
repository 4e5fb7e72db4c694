import { setImmediate as nextTurn } from 'node:timers/promises';
import { Pool } from 'undici';
import { ClientError } from './client-error.js';
import { connectionProblem } from './connection-problem.js';
import { withDeadline } from './deadline.js';

/** Address of the API and how to connect to it. */
export interface TransportOptions {
  readonly url: string;
  readonly caCertificate?: string;
  readonly verifyTls?: boolean;
  readonly connections?: number;
}

/** One request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** One answer, its body not parsed. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfterMs: number | undefined;
  readonly text: string;
}

type HeaderValue = string | string[] | undefined;

const first = (value: HeaderValue): string => (Array.isArray(value) ? value[0] : value) ?? '';

/** `Retry-After` in seconds, the only form NAAS uses; a date or any other text counts as absent. */
function retryAfterMs(value: HeaderValue): number | undefined {
  const text = first(value);
  return /^\d{1,6}$/.test(text) ? Number(text) * 1000 : undefined;
}

function parseUrl(text: string): URL {
  const invalidUrl = (fact: string) =>
    new ClientError({
      code: 'INVALID_OPTION',
      fact,
      advice: 'give a URL like https://naas.example.net:8443',
    });
  if (!URL.canParse(text)) throw invalidUrl('the URL of the API is malformed');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw invalidUrl(`the URL of the API begins with ${url.protocol}// instead of https:// or http://`);
  if (url.username !== '' || url.password !== '')
    throw invalidUrl(
      'the URL of the API contains a user name or password, which belong in username and password',
    );
  return url;
}

function noAnswer(origin: string, timeoutMs: number): ClientError {
  const fact = `${origin} did not answer within ${timeoutMs / 1000} s`;
  return new ClientError({
    code: 'TIMEOUT',
    fact,
    advice: 'try again, or allow more with requestTimeoutMs',
    retryable: true,
  });
}

/** The connections to one API, kept open, up to a limit. Follows no redirects. */
export class Transport {
  readonly origin: string;
  readonly #basePath: string;
  readonly #pool: Pool;

  /** Throws INVALID_OPTION. */
  constructor({ url, caCertificate, verifyTls = true, connections = 128 }: TransportOptions) {
    const { origin, pathname } = parseUrl(url);
    this.origin = origin;
    this.#basePath = pathname.replace(/\/+$/, '');
    const trust = {
      rejectUnauthorized: verifyTls,
      ...(caCertificate === undefined ? {} : { ca: caCertificate }),
    };
    this.#pool = new Pool(origin, {
      connections,
      connect: { ...trust, timeout: 10_000 },
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Throws UNREACHABLE, TLS_UNTRUSTED, TIMEOUT, BAD_ANSWER; rejects with the reason of an aborted signal. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const error = () => noAnswer(this.origin, request.timeoutMs);
    return withDeadline(
      { timeout: { milliseconds: request.timeoutMs, error }, signals: [request.signal] },
      async (signal) => {
        try {
          return await this.#exchange(request, signal);
        } catch (error) {
          throw connectionProblem(error, this.origin);
        }
      },
    );
  }

  /** Closes the connections once the running requests have ended. */
  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #exchange({ method, path, headers, body }: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const answer = await this.#pool.request({
      method,
      path: this.#basePath + path,
      headers,
      signal,
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.body.text();
    // undici counts the connection as busy until this turn ends; a caller's next call would open another one.
    await nextTurn();
    return {
      status: answer.statusCode,
      contentType: first(answer.headers['content-type']),
      retryAfterMs: retryAfterMs(answer.headers['retry-after']),
      text,
    };
  }
}
