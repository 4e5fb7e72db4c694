import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A TCP listener that keeps track of its sockets, and can stop and listen again on its port. */
export class Listener {
  readonly sockets = new Set<Socket>();
  readonly host: string;
  readonly #onSocket: (socket: Socket) => void;
  #server: Server | undefined;
  #port: number;

  constructor(host: string, port: number, onSocket: (socket: Socket) => void) {
    this.host = host;
    this.#port = port;
    this.#onSocket = onSocket;
  }

  /** The port, once listen() has resolved. */
  get port(): number {
    return this.#port;
  }

  /** Rejects with the system's error (EADDRINUSE) if the port is taken. */
  async listen(): Promise<void> {
    if (this.#server) return;
    const server = createServer((socket) => {
      this.#accept(socket);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: this.host, port: this.#port, backlog: 511 }, resolve);
    });
    // An address of another shape occurs with pipes only.
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Stops listening at once; open sockets remain. */
  stop(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  dropAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Stops listening, destroys every socket, and resolves when all are closed. */
  async close(): Promise<void> {
    this.stop();
    const closed = [...this.sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    this.dropAll();
    await Promise.all(closed);
  }

  #accept(socket: Socket): void {
    // Nagle's algorithm would cost a client 40 ms per round trip.
    socket.setNoDelay(true);
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    this.#onSocket(socket);
  }
}
