import { randomUUID } from 'node:crypto';
import { limits, type Health, type JobAccepted, type JobResult } from '@naas/contract';
import { isHealth, isJobAccepted, isJobResult, readAnswer, readEmptyAnswer } from './read-answer.js';
import { ClientError } from './client-error.js';
import { withDeadline } from './deadline.js';
import type { SendCommandRequest, SendConfigRequest } from './requests.js';
import { withRetries } from './retry.js';
import { Transport, type HttpAnswer, type HttpRequest } from './transport.js';
import { waitForJob, type WaitOptions } from './wait-for-job.js';

/** Address of the API, credentials and limits. */
export interface NaasClientOptions {
  /** Base URL, https or http; with a path if a proxy serves the API under one. */
  readonly url: string;
  /** Login name at the devices. Default: none, and only healthcheck() works. */
  readonly username?: string;
  /** Password at the devices. */
  readonly password?: string;
  /** PEM text of the certificates to trust. Default: those of the system. */
  readonly caCertificate?: string;
  /** False skips the check of the API's certificate. Default: true. */
  readonly verifyTls?: boolean;
  /** Aborts every call of this client. */
  readonly signal?: AbortSignal;
  /** Longest wait for an answer in milliseconds, in addition to waitSeconds. Default: 30,000. */
  readonly requestTimeoutMs?: number;
  /** Most retries of a call that may safely be repeated. Default: 2. */
  readonly retries?: number;
  /** Most connections at a time; each waiting call holds one. Default: 128. */
  readonly connections?: number;
}

/** Options of every call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** Options of a call whose answer the API can hold until the job has ended. */
export interface HoldOptions extends CallOptions {
  /** Longest time to hold the answer, in seconds; at most 60. Default: the API answers at once. */
  readonly waitSeconds?: number;
}

/** Options of a submit. */
export interface SubmitOptions extends HoldOptions {
  /** The API makes one job of all submits with the same key, so that a submit may be repeated. */
  readonly idempotencyKey?: string;
}

interface Call {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly isPublic?: boolean;
  readonly body?: object;
  readonly options: SubmitOptions;
}

type ReadAnswer<Result> = (answer: HttpAnswer, origin: string) => Result;

const expecting =
  <Body>(isExpected: (value: unknown) => value is Body): ReadAnswer<Body> =>
  (answer, origin) =>
    readAnswer(answer, isExpected, origin);
const isSubmitAnswer = (value: unknown): value is JobAccepted | JobResult =>
  isJobAccepted(value) || isJobResult(value);

/** A client of one NAAS API. Every method throws ClientError, or the reason of an aborted signal. */
export class NaasClient {
  readonly #transport: Transport;
  readonly #authorization: Readonly<Record<string, string>>;
  readonly #signal: AbortSignal | undefined;
  readonly #requestTimeoutMs: number;
  readonly #retries: number;

  /** Throws INVALID_OPTION. Opens no connection yet. */
  constructor(options: NaasClientOptions) {
    this.#transport = new Transport(options);
    this.#authorization = authorization(options);
    this.#signal = options.signal;
    this.#requestTimeoutMs = options.requestTimeoutMs ?? 30_000;
    this.#retries = options.retries ?? 2;
  }

  /**
   * Runs show commands. Resolves to the accepted job, or to the result if the job ended within waitSeconds.
   * Retried only with an idempotency key.
   */
  async sendCommand(body: SendCommandRequest, options: SubmitOptions = {}): Promise<JobAccepted | JobResult> {
    return this.#submit('/v2/send-command', body, options);
  }

  /**
   * Pushes configuration lines; resolves like sendCommand. Always has an idempotency key, a random one by
   * default, so that a retry never pushes twice.
   */
  async sendConfig(body: SendConfigRequest, options: SubmitOptions = {}): Promise<JobAccepted | JobResult> {
    return this.#submit('/v2/send-config', body, { idempotencyKey: randomUUID(), ...options });
  }

  /** Reads a job: now, or once it has ended, after at most waitSeconds. Throws NOT_FOUND, FORBIDDEN. */
  async getJob(jobId: string, options: HoldOptions = {}): Promise<JobResult> {
    return this.#call({ method: 'GET', path: jobPath(jobId), options }, expecting(isJobResult));
  }

  /** Cancels a job that has not ended. Throws JOB_ENDED, NOT_FOUND, FORBIDDEN. */
  async cancelJob(jobId: string, options: CallOptions = {}): Promise<void> {
    return this.#call({ method: 'DELETE', path: jobPath(jobId), options }, readEmptyAnswer);
  }

  /** Waits for the end of a job, even across a restart of the API. Throws TIMEOUT. */
  async waitForJob(jobId: string, options: WaitOptions): Promise<JobResult> {
    return waitForJob(jobId, options, (call) => this.getJob(jobId, call));
  }

  /** Reads the state of the service. Needs no credentials and sends none. */
  async healthcheck(options: CallOptions = {}): Promise<Health> {
    return this.#call({ method: 'GET', path: '/healthcheck', isPublic: true, options }, expecting(isHealth));
  }

  /** Closes the connections once the running calls have ended. */
  async close(): Promise<void> {
    await this.#transport.close();
  }

  async #submit(path: string, body: object, options: SubmitOptions): Promise<JobAccepted | JobResult> {
    return this.#call({ method: 'POST', path, body, options }, expecting(isSubmitAnswer));
  }

  async #call<Result>(
    { method, path, isPublic, body, options }: Call,
    read: ReadAnswer<Result>,
  ): Promise<Result> {
    const headers = {
      ...(isPublic ? {} : this.#authorization),
      ...callHeaders(options),
      ...(body && { 'content-type': 'application/json' }),
    };
    const timeoutMs = this.#requestTimeoutMs + (options.waitSeconds ?? 0) * 1000;
    const isSafe = method === 'GET' || options.idempotencyKey !== undefined;
    return withDeadline({ signals: [this.#signal, options.signal] }, (signal) => {
      const request: HttpRequest = {
        method,
        path,
        headers,
        ...(body && { body: JSON.stringify(body) }),
        timeoutMs,
        signal,
      };
      return withRetries({ isSafe, retries: this.#retries, signal }, async () =>
        read(await this.#transport.send(request), this.#transport.origin),
      );
    });
  }
}

const jobPath = (jobId: string) => `/v2/jobs/${encodeURIComponent(jobId)}`;

function callHeaders({ waitSeconds, idempotencyKey }: SubmitOptions): Readonly<Record<string, string>> {
  return {
    ...(waitSeconds === undefined ? {} : { prefer: `wait=${Math.min(waitSeconds, limits.waitSeconds)}` }),
    ...(idempotencyKey === undefined ? {} : { 'x-idempotency-key': idempotencyKey }),
  };
}

function authorization({ username, password }: NaasClientOptions): Readonly<Record<string, string>> {
  if (username === undefined || password === undefined) return {};
  if (username.includes(':'))
    throw new ClientError({
      code: 'INVALID_OPTION',
      fact: 'the user name contains a colon',
      advice: 'use one without, because Basic authentication ends the name there',
    });
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}
