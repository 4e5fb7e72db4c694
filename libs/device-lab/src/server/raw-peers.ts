import type { Socket } from 'node:net';
import { Listener } from './listener.js';

/** Something on a TCP port that is no device. */
export interface RawPeer {
  readonly host: string;
  readonly port: number;
  /** TCP connections accepted so far. */
  readonly connections: number;
  close(): Promise<void>;
}

/** Accepts connections and never says a word. */
export function startSilentServer(): Promise<RawPeer> {
  return start((socket) => socket.resume());
}

/** Greets each connection with a text that is not SSH's (an HTTP or SMTP greeting), and stays. */
export function startBannerServer(text: string): Promise<RawPeer> {
  return start((socket) => {
    socket.resume();
    socket.write(text);
  });
}

/** Accepts each connection and closes it at once, as a device does whose lines are all in use. */
export function startClosingServer(): Promise<RawPeer> {
  return start((socket) => socket.destroy());
}

/** A port of loopback where nobody listens. */
export async function closedPort(): Promise<RawPeer> {
  const peer = await startSilentServer();
  await peer.close();
  return peer;
}

async function start(onSocket: (socket: Socket) => void): Promise<RawPeer> {
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
