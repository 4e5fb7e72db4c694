import { connect as connectSocket, type Socket } from 'node:net';
import { Client, type Algorithms as Ssh2Algorithms, type ClientChannel, type ConnectConfig } from 'ssh2';
import { DriverError } from '../errors.js';
import { closedEarlyError, notSshError, transportError, type Phase, type TransportError } from './errors.js';
import { Greeting, holdHandshake } from './greeting.js';
import type { Shell, ShellListener, ShellOptions } from './shell.js';

/**
 * Opens a connection, logs in and asks for a terminal. Rejects with DriverError, or with the signal's reason.
 */
export function openShell(options: ShellOptions): Promise<Shell> {
  return new Opening(options).shell;
}

/** A connection while it is being opened. It listens to ssh2 for as long as the connection exists. */
class Opening {
  readonly shell: Promise<Shell>;
  readonly #options: ShellOptions;
  readonly #peer: string;
  readonly #socket: Socket;
  readonly #greeting: Greeting;
  readonly #releaseHandshake: () => void;
  readonly #client = new Client();
  readonly #ended = new AbortController();
  /** Algorithms that the peer offered, as ssh2 reports them. */
  readonly #offered: string[] = [];
  readonly #closed: Promise<void>;
  #phase: Phase = 'connecting';
  #opened: OpenShell | undefined;
  #resolve: (shell: Shell) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  constructor(options: ShellOptions) {
    const { host, port, signal } = options;
    this.#options = options;
    this.#peer = `${host} port ${String(port)}`;
    this.#socket = connectSocket({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 30_000,
    });
    this.#greeting = new Greeting(this.#socket);
    this.#releaseHandshake = holdHandshake(this.#socket, () => options.acquireHandshake(this.#ended.signal));
    this.#closed = new Promise((resolve) => {
      this.#socket.once('close', () => {
        resolve();
      });
    });
    this.shell = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    signal.addEventListener('abort', this.#onAbort);
    this.#listen();
    this.#connect();
    if (signal.aborted) this.#onAbort();
  }

  #listen(): void {
    const client = this.#client;
    // ssh2 can emit several errors, even after the end: the first one counts, and the listener stays.
    client.on('error', (error: TransportError) => {
      this.#fail(this.#transportError(error));
    });
    client.on('close', () => {
      this.#fail(this.#closedError());
    });
    client.on('connect', () => {
      this.#startPhase('handshake');
    });
    // Once: every change of keys is another handshake.
    client.once('handshake', () => {
      this.#releaseHandshake();
      this.#startPhase('authentication');
    });
    client.on('change password', () => {
      const message = `${this.#peer} demands a new password for this user; set one on the device first.`;
      this.#fail(new DriverError('AUTH_FAILURE', message));
    });
    client.on('keyboard-interactive', (...[, , , prompts, answer]) => {
      answer(prompts.map(({ prompt }) => (asksForPassword(prompt) ? this.#options.password : '')));
    });
    client.on('ready', () => {
      this.#requestTerminal();
    });
  }

  #connect(): void {
    const onFailure = (error: unknown): void => {
      this.#fail(error);
    };
    try {
      const hooks = { socket: this.#socket, offered: this.#offered, onFailure };
      this.#client.connect(configOf(this.#options, hooks));
    } catch (error) {
      this.#fail(error);
    }
  }

  #requestTerminal(): void {
    this.#startPhase('terminal');
    const { type, columns, rows } = this.#options.terminal;
    // ONLCR off (RFC 4254, section 8): programs on a Unix terminal then write LF instead of CR LF, which saves
    // time on both sides.
    this.#client.shell(
      { term: type, cols: columns, rows, width: 0, height: 0, modes: { ONLCR: 0 } },
      (error: Error | undefined, channel) => {
        if (error) this.#fail(this.#transportError(error));
        else this.#open(channel);
      },
    );
  }

  #open(channel: ClientChannel): void {
    this.#startPhase('open');
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#opened = new OpenShell(this.#client, {
      socket: this.#socket,
      channel,
      peer: this.#peer,
      closed: this.#closed,
    });
    this.#resolve(this.#opened);
  }

  #startPhase(phase: Phase): void {
    this.#phase = phase;
    this.#options.onPhase(phase);
  }

  /** Ends the connection with the first error; later ones have no effect. */
  #fail(cause: unknown): void {
    const error = this.#errorOf(cause);
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#releaseHandshake();
    this.#ended.abort();
    this.#reject(error);
    if (this.#opened && error instanceof DriverError) this.#opened.reportLoss(error);
    this.#socket.destroy();
  }

  #errorOf(cause: unknown): Error {
    const isForeign = this.#phase === 'handshake' && this.#greeting.isForeign && isTimeout(cause);
    if (isForeign) return notSshError(this.#peer, this.#greeting.text);
    return cause instanceof Error ? cause : new Error(String(cause));
  }

  #transportError(error: TransportError): DriverError {
    return transportError(error, { phase: this.#phase, peer: this.#peer, remote: this.#offered });
  }

  #closedError(): DriverError {
    return this.#phase === 'open'
      ? new DriverError('CONNECTION_LOST', `${this.#peer} closed the connection.`)
      : closedEarlyError(this.#phase, this.#peer);
  }

  readonly #onAbort = (): void => {
    this.#fail(this.#options.signal.reason);
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof DriverError && error.code === 'CONNECTION_TIMEOUT';
}

/** Whether the password answers a question of keyboard-interactive; many devices send an empty question. */
function asksForPassword(prompt: string): boolean {
  return /pass/i.test(prompt) || prompt.trim() === '';
}

interface ClientHooks {
  readonly socket: Socket;
  readonly offered: string[];
  readonly onFailure: (error: unknown) => void;
}

function configOf(options: ShellOptions, { socket, offered, onFailure }: ClientHooks): ConnectConfig {
  const offer = { ...options.algorithms, compress: ['none'] };
  return {
    sock: socket,
    username: options.username,
    password: options.password,
    tryKeyboard: true,
    authHandler: options.isOpenLogin
      ? ['none', 'password', 'keyboard-interactive']
      : ['password', 'keyboard-interactive'],
    // ssh2's types require mutable arrays of names they know; tested against ssh2.
    algorithms: offer as unknown as Ssh2Algorithms,
    // No time-out of ssh2: the caller's own limit ends the connection.
    readyTimeout: 0,
    // The connection watches for answers itself: ssh2 would close it during a long command.
    keepaliveInterval: options.keepaliveMs,
    keepaliveCountMax: Infinity,
    hostVerifier: (key: Buffer, verify: (isTrusted: boolean) => void): void => {
      options.checkHostKey(key).then(() => {
        verify(true);
      }, onFailure);
    },
    debug: (message: string): void => {
      const algorithms = /^Handshake: \(remote\) (.+)$/.exec(message)?.[1];
      if (algorithms !== undefined) offered.push(algorithms);
    },
  };
}

interface ShellParts {
  readonly socket: Socket;
  readonly channel: ClientChannel;
  readonly peer: string;
  readonly closed: Promise<void>;
}

class OpenShell implements Shell {
  readonly closed: Promise<void>;
  readonly #client: Client;
  readonly #socket: Socket;
  readonly #channel: ClientChannel;
  readonly #peer: string;
  #listener: ShellListener | undefined;
  #lossError: DriverError | undefined;
  #lastDataAt = performance.now();

  constructor(client: Client, { socket, channel, peer, closed }: ShellParts) {
    this.#client = client;
    this.#socket = socket;
    this.#channel = channel;
    this.#peer = peer;
    this.closed = closed;
    socket.on('data', () => {
      this.#lastDataAt = performance.now();
    });
  }

  get silentMs(): number {
    return performance.now() - this.#lastDataAt;
  }

  listen(listener: ShellListener): void {
    this.#listener = listener;
    const ended = (): void => {
      this.reportLoss(new DriverError('CONNECTION_LOST', `${this.#peer} ended the connection.`));
    };
    this.#channel.on('data', (chunk: Buffer) => {
      listener.data(chunk);
    });
    this.#channel.stderr.on('data', (chunk: Buffer) => {
      listener.data(chunk);
    });
    this.#channel.on('close', ended);
    this.#channel.on('end', ended);
    if (this.#lossError) listener.ended(this.#lossError);
  }

  /** Reports the end of the connection; only the first call counts. */
  reportLoss(error: DriverError): void {
    if (this.#lossError) return;
    this.#lossError = error;
    this.#listener?.ended(error);
  }

  write(text: string): void {
    if (this.#channel.writable) this.#channel.write(text);
  }

  end(graceMs: number): void {
    this.#client.end();
    const timer = setTimeout(() => {
      this.#socket.destroy();
    }, graceMs);
    this.#socket.once('close', () => {
      clearTimeout(timer);
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
