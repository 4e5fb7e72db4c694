import type { Socket } from 'node:net';

/** Bytes of one connection after which everything else in the process has its turn. */
const maxTurnBytes = 262_144;

/**
 * Lets the event loop go on when a peer sends so much that there is always more to read: Node would read up to
 * 2 MB at once.
 */
export function limitTurns(socket: Socket): void {
  let bytes = 0;
  const onTurn = (): void => {
    if (bytes > maxTurnBytes) socket.resume();
    bytes = 0;
  };
  const onData = (chunk: Buffer): void => {
    if (bytes === 0) setImmediate(onTurn);
    bytes += chunk.length;
    if (bytes > maxTurnBytes) socket.pause();
  };
  // An earlier listener would take the data before those who read it are there.
  const onNewListener = (event: string | symbol): void => {
    if (event !== 'data') return;
    socket.off('newListener', onNewListener);
    socket.on('data', onData);
  };
  socket.on('newListener', onNewListener);
}
