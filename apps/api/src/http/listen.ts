import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { SettingsError, type Settings } from '@naas/core';
import { systemErrorCode } from './system-error.js';
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

const faults: Readonly<Record<string, (settings: Settings) => string>> = {
  EADDRINUSE: ({ NAAS_HOST, NAAS_PORT }) =>
    `NAAS_PORT: port ${NAAS_PORT} of ${NAAS_HOST} is taken by another program; stop it or set another port.`,
  EACCES: ({ NAAS_PORT }) => `NAAS_PORT: this user may not listen on port ${NAAS_PORT}; set one above 1023.`,
  EADDRNOTAVAIL: ({ NAAS_HOST }) =>
    `NAAS_HOST: ${NAAS_HOST} is no address of this machine; set one that is, or 0.0.0.0 for all.`,
  ENOTFOUND: ({ NAAS_HOST }) => `NAAS_HOST: ${NAAS_HOST} does not resolve; set an address of this machine.`,
  EAI_AGAIN: ({ NAAS_HOST }) => `NAAS_HOST: ${NAAS_HOST} does not resolve; set an address of this machine.`,
};

/**
 * Listens on NAAS_HOST and NAAS_PORT; HTTPS with a pair, else HTTP.
 * @throws SettingsError when it cannot.
 */
export async function listen(
  settings: Settings,
  pair: TlsPair | null,
  listener: RequestListener,
): Promise<Server> {
  const server = pair
    ? createHttpsServer({ ...timeouts, cert: pair.cert, key: pair.key }, listener)
    : createHttpServer(timeouts, listener);
  server.listen(settings.NAAS_PORT, settings.NAAS_HOST);
  try {
    await once(server, 'listening');
  } catch (error) {
    const sentence = faults[systemErrorCode(error)]?.(settings);
    throw sentence === undefined ? error : new SettingsError(sentence, { cause: error });
  }
  return server;
}

/** Where a server that listens can be reached. */
export function urlOf(server: Server, pair: TlsPair | null): string {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `${pair ? 'https' : 'http'}://${host}:${address.port}`;
}
