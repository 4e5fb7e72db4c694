import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { errorAnswer, type Answer } from './answers.js';
import type { TestCertificate } from './certificates.js';

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Distinguishes connections. */
  readonly remotePort: number | undefined;
}

/** Answer of a route: a value, or a function that may wait before it answers. */
export type AnswerSource = Answer | ((request: SeenRequest) => Answer | Promise<Answer>);

/** A real HTTP server with the answers that a test sets. */
export interface TestApi {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Sets the answers of `METHOD /path`, in turn; the last one stays. Other routes are 404 NOT_FOUND. */
  answer(route: string, ...answers: readonly [AnswerSource, ...AnswerSource[]]): void;
  /** Resolves once `count` requests have arrived. */
  seen(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts the server on a free port of loopback, with TLS if a certificate is given. */
export async function startTestApi(certificate?: TestCertificate): Promise<TestApi> {
  const routes = new Map<string, AnswerSource[]>();
  const requests: SeenRequest[] = [];
  const arrivals = new EventTarget();
  const server = serve(certificate, async (incoming, outgoing) => {
    const request = await read(incoming);
    requests.push(request);
    arrivals.dispatchEvent(new Event('request'));
    const queue = routes.get(`${request.method} ${request.path}`) ?? [];
    const next = queue.length > 1 ? queue.shift() : queue[0];
    write(outgoing, typeof next === 'function' ? await next(request) : (next ?? errorAnswer('NOT_FOUND')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${portOf(server)}`,
    requests,
    answer: (route, ...answers) => void routes.set(route, [...answers]),
    seen: async (count) => {
      while (requests.length < count) await once(arrivals, 'request');
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function serve(
  certificate: TestCertificate | undefined,
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
): Server {
  const listener: RequestListener = (incoming, outgoing) =>
    void answer(incoming, outgoing).catch((error: unknown) =>
      outgoing.destroy(error instanceof Error ? error : undefined),
    );
  return certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener);
}

async function read(incoming: IncomingMessage): Promise<SeenRequest> {
  const { method = '', url = '', headers, socket } = incoming;
  const { remotePort } = socket;
  return { method, path: url, headers, body: await text(incoming), remotePort };
}

function write(outgoing: ServerResponse, answer: Answer): void {
  if (answer === 'silence') return;
  if (answer === 'reset') return void outgoing.destroy();
  const { status, body, headers } = answer;
  const content = typeof body === 'string' ? body : body && JSON.stringify(body);
  outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(content);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
