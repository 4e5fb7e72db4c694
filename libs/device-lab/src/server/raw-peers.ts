import type { Socket } from 'node:net';
import { Listener } from './listener.js';

/** A TCP peer that is not a device. */
export interface RawPeer {
  readonly host: string;
  readonly port: number;
  /** TCP connections accepted so far. */
  readonly connections: number;
  close(): Promise<void>;
}

/** Accepts connections and never sends anything. */
export function startSilentServer(): Promise<RawPeer> {
  return start((socket) => socket.resume());
}

/** Sends each connection a text, such as an HTTP or SMTP greeting, and keeps it open. */
export function startBannerServer(text: string): Promise<RawPeer> {
  return start((socket) => {
    socket.resume();
    socket.write(text);
  });
}

/** Accepts each connection and closes it at once, like a device whose vty lines are all in use. */
export function startClosingServer(): Promise<RawPeer> {
  return start((socket) => socket.destroy());
}

/** A port of loopback on which no program listens. */
export async function closedPort(): Promise<RawPeer> {
  const peer = await startSilentServer();
  await peer.close();
  return peer;
}

/** Starts a peer that does with each connection what it is told. */
export async function start(onSocket: (socket: Socket) => void): Promise<RawPeer> {
  let connections = 0;
  const listener = new Listener('127.0.0.1', 0, (socket) => {
    connections++;
    onSocket(socket);
  });
  await listener.listen();
  return {
    host: listener.host,
    port: listener.port,
    get connections() {
      return connections;
    },
    close: () => listener.close(),
  };
}
