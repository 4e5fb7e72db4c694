import type { Socket } from 'node:net';

/**
 * Keeps what a peer says from being read until the handshake may begin. It is not asked for before the peer
 * has said something, since many that are dead never do; our own name is sent meanwhile. Returns what is
 * called when it is over.
 */
export function holdHandshake(socket: Socket, enter: () => Promise<() => void>): () => void {
  let isOver = false;
  let isAsked = false;
  let leave = (): void => undefined;
  const goOn = (): void => {
    socket.off('readable', heard);
  }; // those who listen to 'data' get it from now on
  const heard = (): void => {
    if (isAsked) return;
    isAsked = true;
    if (socket.readableLength === 0)
      goOn(); // it has closed
    else
      enter().then(
        (left) => {
          leave = left;
          if (isOver) leave();
          goOn();
        },
        () => undefined,
      ); // the connection has failed by then
  };
  socket.on('readable', heard);
  return () => {
    isOver = true;
    leave();
  };
}

/**
 * The first text of a peer: lines may stand before the one that begins with `SSH-` (RFC 4253, section 4.2).
 * It begins to listen together with whoever else reads the socket: one listener alone would make the text
 * flow by before the SSH library is ready, which in a young process takes some milliseconds.
 */
export class Greeting {
  text = '';

  constructor(socket: Socket) {
    const take = (chunk: Buffer): void => {
      this.text += chunk.toString('latin1');
      if (this.text.length > 1_024 || !this.isForeign) socket.off('data', take);
    };
    const join = (event: string | symbol): void => {
      if (event !== 'data') return;
      socket.off('newListener', join);
      socket.on('data', take);
    };
    socket.on('newListener', join);
  }

  /** Something was said, and it is not SSH. */
  get isForeign(): boolean {
    return this.text !== '' && !/^SSH-/m.test(this.text);
  }
}
