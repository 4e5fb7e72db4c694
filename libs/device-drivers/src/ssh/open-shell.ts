import type { Socket } from 'node:net';
import type { Duplex, Readable } from 'node:stream';
import { DriverError } from '../errors.js';
import type { Shell, ShellListener } from './shell.js';

/** What an open shell consists of. */
export interface ShellParts {
  readonly socket: Socket;
  readonly channel: Duplex & { readonly stderr: Readable };
  readonly peer: string;
  readonly closed: Promise<void>;
  /** Says goodbye as SSH prescribes. */
  readonly disconnect: () => void;
}

/** A terminal over SSH, from its opening to the end of its connection. */
export class OpenShell implements Shell {
  readonly closed: Promise<void>;
  readonly #parts: ShellParts;
  #listener: ShellListener | undefined;
  #lossError: DriverError | undefined;
  #lastDataAt = performance.now();

  constructor(parts: ShellParts) {
    this.#parts = parts;
    this.closed = parts.closed;
    parts.socket.on('data', () => {
      this.#lastDataAt = performance.now();
    });
  }

  get silentMs(): number {
    return performance.now() - this.#lastDataAt;
  }

  listen(listener: ShellListener): void {
    const { channel, peer } = this.#parts;
    this.#listener = listener;
    const ended = (): void => {
      this.reportLoss(new DriverError('CONNECTION_LOST', `${peer} ended the connection.`));
    };
    const onData = (chunk: Buffer): void => {
      listener.data(chunk);
    };
    channel.on('data', onData);
    channel.stderr.on('data', onData);
    channel.on('close', ended);
    channel.on('end', ended);
    if (this.#lossError) listener.ended(this.#lossError);
  }

  /** Reports the end of the connection; only the first call counts. */
  reportLoss(error: DriverError): void {
    if (this.#lossError) return;
    this.#lossError = error;
    this.#listener?.ended(error);
  }

  write(text: string): void {
    const { channel } = this.#parts;
    if (channel.writable) channel.write(text);
  }

  end(graceMs: number): void {
    const { socket, disconnect } = this.#parts;
    disconnect();
    const timer = setTimeout(() => {
      socket.destroy();
    }, graceMs);
    socket.once('close', () => {
      clearTimeout(timer);
    });
  }

  destroy(): void {
    this.#parts.socket.destroy();
  }
}
