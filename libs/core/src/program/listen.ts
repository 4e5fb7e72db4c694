import { once } from 'node:events';
import type { Server } from 'node:http';
import { SettingsError, type Settings } from '../settings/settings.js';
import { systemErrorCode } from './system-error.js';

/** The two settings that say where a program listens. */
interface ListenSettings {
  readonly host: 'NAAS_HOST' | 'WORKER_HTTP_HOST';
  readonly port: 'NAAS_PORT' | 'WORKER_HTTP_PORT';
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly names: ListenSettings;
}

const unresolved = ({ host, names }: Place): string =>
  `${names.host}: ${host} does not resolve; set an address of this machine.`;

/** Sentences for errors of the operating system, by code. */
const sentences: Readonly<Record<string, (place: Place) => string>> = {
  EADDRINUSE: ({ host, port, names }) =>
    `${names.port}: port ${port} of ${host} is taken by another program; stop it, set another port, or 0 for ` +
    'any free one.',
  EACCES: ({ port, names }) => `${names.port}: this user may not listen on port ${port}; set one above 1023.`,
  EADDRNOTAVAIL: ({ host, names }) =>
    `${names.host}: ${host} is not an address of this machine; set one that is, or 0.0.0.0 for all.`,
  ENOTFOUND: unresolved,
  EAI_AGAIN: unresolved,
};

/**
 * Starts to listen on the host and port of two settings.
 * @throws SettingsError when the server cannot listen there.
 */
export async function listen(server: Server, settings: Settings, names: ListenSettings): Promise<void> {
  const place = { host: settings[names.host], port: settings[names.port], names };
  server.listen(place.port, place.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const sentence = sentences[systemErrorCode(error)]?.(place);
    throw sentence === undefined ? error : new SettingsError(sentence, { cause: error });
  }
}

/** The URL of a listening server, such as `http://127.0.0.1:9100`. */
export function urlOf(server: Server, scheme: 'http' | 'https' = 'http'): string {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('the server is not listening on a port');
  }
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `${scheme}://${host}:${address.port}`;
}
