import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { TlsPair } from '../tls/pair.js';

/** Time limits of a connection, in milliseconds. */
const timeouts = {
  /**
   * Longer than the 60 s of common load balancers, so that they close first and never meet a closed
   * connection.
   */
  keepAliveTimeout: 65_000,
  /** Slow senders hold a connection no longer than this. */
  headersTimeout: 20_000,
  requestTimeout: 60_000,
} as const;

/** An HTTPS server with a pair, else an HTTP server; it does not listen yet. */
export function createServer(pair: TlsPair | null, listener: RequestListener): Server {
  return pair
    ? createHttpsServer({ ...timeouts, cert: pair.cert, key: pair.key }, listener)
    : createHttpServer(timeouts, listener);
}
