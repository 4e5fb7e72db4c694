import { connect, type Socket } from 'node:net';
import { Listener } from './listener.js';

/** A way to a device that can go silent, as a firewall does that has forgotten a connection. */
export interface Passage {
  readonly host: string;
  readonly port: number;
  /** From now on nothing passes on the connections that are open; they stay open. New ones pass. */
  silence(): void;
  /** Cuts all and frees the port. */
  close(): Promise<void>;
}

/** Opens a way to a device on a port of its own. */
export async function startPassage(device: {
  readonly host: string;
  readonly port: number;
}): Promise<Passage> {
  const open = new Set<{ isSilent: boolean }>();
  const listener = new Listener('127.0.0.1', 0, (near) => {
    const way = { isSilent: false };
    const far = connect({ host: device.host, port: device.port, noDelay: true });
    open.add(way);
    pass(near, far, way);
    pass(far, near, way);
    far.once('close', () => open.delete(way));
  });
  await listener.listen();
  return {
    host: listener.host,
    port: listener.port,
    silence: () => {
      for (const way of open) way.isSilent = true;
    },
    close: () => listener.close(),
  };
}

function pass(from: Socket, to: Socket, way: { readonly isSilent: boolean }): void {
  from.on('error', () => undefined);
  from.on('data', (bytes) => {
    if (!way.isSilent) to.write(bytes);
  });
  from.once('close', () => to.destroy());
}
