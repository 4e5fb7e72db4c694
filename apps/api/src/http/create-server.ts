import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { TlsPair } from '../tls/pair.js';

/** Time limits of a connection, in milliseconds. */
const timeouts = {
  /**
   * Longer than the 60 s of common load balancers, so that the load balancer closes an idle connection first
   * and never sends a request on a closed one.
   */
  keepAliveTimeout: 65_000,
  /** Limits how long a slow client can hold a connection. */
  headersTimeout: 20_000,
  requestTimeout: 60_000,
} as const;

/** Makes an HTTPS server if there is a certificate pair, else an HTTP server. It does not listen yet. */
export function createServer(pair: TlsPair | null, listener: RequestListener): Server {
  return pair
    ? createHttpsServer({ ...timeouts, cert: pair.cert, key: pair.key }, listener)
    : createHttpServer(timeouts, listener);
}
