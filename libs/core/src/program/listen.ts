import { once } from 'node:events';
import type { Server } from 'node:http';
import { SettingsError, type Settings } from '../settings/settings.js';
import { systemErrorCode } from './system-error.js';

/** Names of the two settings that say where a program listens. */
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

/** What to say of an error of the system, by its code. */
const faults: Readonly<Record<string, (place: Place) => string>> = {
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
 * Makes a server listen where two settings say.
 * @throws SettingsError when it cannot.
 */
export async function listen(server: Server, settings: Settings, names: ListenSettings): Promise<void> {
  const place = { host: settings[names.host], port: settings[names.port], names };
  server.listen(place.port, place.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const sentence = faults[systemErrorCode(error)]?.(place);
    throw sentence === undefined ? error : new SettingsError(sentence, { cause: error });
  }
}

/** The address of a server that listens, such as `http://127.0.0.1:9100`. */
export function urlOf(server: Server, scheme: 'http' | 'https' = 'http'): string {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('the server does not listen on a port');
  }
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `${scheme}://${host}:${address.port}`;
}
