import { connect, type Socket } from 'node:net';
import { Listener } from './listener.js';

/** A TCP relay to a device that can go silent, like a firewall that has lost the state of a connection. */
export interface Passage {
  readonly host: string;
  readonly port: number;
  /** Blocks all data on the connections that are open now, and keeps them open. New ones are not affected. */
  silence(): void;
  /** Cuts every connection and frees the port. */
  close(): Promise<void>;
}

/** Starts a relay to a device, on a free port of loopback. */
export async function startPassage(device: {
  readonly host: string;
  readonly port: number;
}): Promise<Passage> {
  const open = new Set<{ isSilent: boolean }>();
  const listener = new Listener('127.0.0.1', 0, (near) => {
    const relay = { isSilent: false };
    const far = connect({ host: device.host, port: device.port, noDelay: true });
    open.add(relay);
    pass(near, far, relay);
    pass(far, near, relay);
    far.once('close', () => open.delete(relay));
  });
  await listener.listen();
  return {
    host: listener.host,
    port: listener.port,
    silence: () => {
      for (const relay of open) relay.isSilent = true;
    },
    close: () => listener.close(),
  };
}

function pass(from: Socket, to: Socket, relay: { readonly isSilent: boolean }): void {
  from.on('error', () => undefined);
  from.on('data', (bytes) => {
    if (!relay.isSilent) to.write(bytes);
  });
  from.once('close', () => to.destroy());
}
