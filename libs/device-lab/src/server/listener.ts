import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A TCP listener that remembers its sockets, and can stop and listen again on its port. */
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

  /** Rejects with the system's error (EADDRINUSE) when the port is taken. */
  async listen(): Promise<void> {
    if (this.#server) return;
    const server = createServer((socket) => {
      this.#take(socket);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: this.host, port: this.#port, backlog: 511 }, resolve);
    });
    // A listening TCP server always has an address of this shape; only pipes have another.
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Stops listening at once; open sockets stay. */
  stop(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  dropAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Stops, cuts every socket, and resolves when all have closed. */
  async close(): Promise<void> {
    this.stop();
    const closed = [...this.sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    this.dropAll();
    await Promise.all(closed);
  }

  #take(socket: Socket): void {
    // Without it Nagle's algorithm costs a client 40 ms a round trip.
    socket.setNoDelay(true);
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    this.#onSocket(socket);
  }
}
