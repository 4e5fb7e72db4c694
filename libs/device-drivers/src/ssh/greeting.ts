import type { Socket } from 'node:net';

/**
 * Holds the peer's first bytes back until `acquire` allows the handshake. `acquire` is called only once the
 * peer has sent something, because dead peers often never do; our own identification is sent in the meantime.
 * Returns a function to call when the handshake is over.
 */
export function holdHandshake(socket: Socket, acquire: () => Promise<() => void>): () => void {
  let isOver = false;
  let isRequested = false;
  let release = (): void => undefined;
  // While there is a 'readable' listener the listeners of 'data' receive nothing.
  const letPass = (): void => {
    socket.off('readable', onReadable);
  };
  const onReadable = (): void => {
    if (isRequested) return;
    isRequested = true;
    const isClosed = socket.readableLength === 0;
    if (isClosed) {
      letPass();
      return;
    }
    acquire().then(
      (acquired) => {
        release = acquired;
        if (isOver) release();
        letPass();
      },
      // The signal was aborted: the connection has failed.
      () => undefined,
    );
  };
  socket.on('readable', onReadable);
  return () => {
    isOver = true;
    release();
  };
}

/**
 * The first text of a peer: lines may precede the one that begins with `SSH-` (RFC 4253, section 4.2). It
 * starts to listen when the SSH library does: an earlier listener would consume the text before the library
 * is ready, which takes some milliseconds in a new process.
 */
export class Greeting {
  text = '';

  constructor(socket: Socket) {
    const onData = (chunk: Buffer): void => {
      this.text += chunk.toString('latin1');
      if (this.text.length > 1_024 || !this.isForeign) socket.off('data', onData);
    };
    const onNewListener = (event: string | symbol): void => {
      if (event !== 'data') return;
      socket.off('newListener', onNewListener);
      socket.on('data', onData);
    };
    socket.on('newListener', onNewListener);
  }

  /** The peer has sent something, and it is not SSH. */
  get isForeign(): boolean {
    return this.text !== '' && !/^SSH-/m.test(this.text);
  }
}
