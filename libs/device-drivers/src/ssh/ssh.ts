import { connect as connectSocket, type Socket } from 'node:net';
import { Client, type Algorithms as Ssh2Algorithms, type ClientChannel, type ConnectConfig } from 'ssh2';
import { DriverError } from '../errors.js';
import { closedEarly, notSsh, transportError, type Phase, type TransportError } from './errors.js';
import { Greeting, holdHandshake } from './greeting.js';
import type { Shell, ShellListener, ShellOptions } from './shell.js';

/**
 * Opens a connection, logs in and asks for a terminal. Rejects with DriverError, or with the signal's reason.
 */
export function openShell(options: ShellOptions): Promise<Shell> {
  return new Opening(options).shell;
}

/** One connection on its way to a shell. It listens to ssh2 for as long as the connection lives. */
class Opening {
  readonly shell: Promise<Shell>;
  readonly #options: ShellOptions;
  readonly #peer: string;
  readonly #socket: Socket;
  readonly #greeting: Greeting;
  readonly #leaveHandshake: () => void;
  readonly #client = new Client();
  readonly #over = new AbortController();
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
    this.#leaveHandshake = holdHandshake(this.#socket, () => options.enterHandshake(this.#over.signal));
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
    // Several errors may come, also after the end; the first one counts, and the listener stays.
    client.on('error', (error: TransportError) => {
      this.#fail(this.#transportError(error));
    });
    client.on('close', () => {
      this.#fail(this.#closedError());
    });
    client.on('connect', () => {
      this.#enter('handshake');
    });
    // Once: there are more handshakes whenever keys are changed.
    client.once('handshake', () => {
      this.#leaveHandshake();
      this.#enter('authentication');
    });
    client.on('change password', () => {
      const message = `${this.#peer} demands a new password for this user; set one first.`;
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
      const wiring = { socket: this.#socket, offered: this.#offered, onFailure };
      this.#client.connect(configOf(this.#options, wiring));
    } catch (error) {
      this.#fail(error);
    }
  }

  #requestTerminal(): void {
    this.#enter('terminal');
    const { type, columns, rows } = this.#options.terminal;
    // ONLCR off (RFC 4254, section 8): what runs on a Unix terminal need not write CR LF, which saves its and
    // our time.
    this.#client.shell(
      { term: type, cols: columns, rows, width: 0, height: 0, modes: { ONLCR: 0 } },
      (error: Error | undefined, channel) => {
        if (error) this.#fail(this.#transportError(error));
        else this.#open(channel);
      },
    );
  }

  #open(channel: ClientChannel): void {
    this.#enter('open');
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#opened = new OpenShell(this.#client, {
      socket: this.#socket,
      channel,
      peer: this.#peer,
      closed: this.#closed,
    });
    this.#resolve(this.#opened);
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#options.onPhase(phase);
  }

  /** Ends the connection with the first error; further ones change nothing. */
  #fail(cause: unknown): void {
    const error = this.#errorOf(cause);
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#leaveHandshake();
    this.#over.abort();
    this.#reject(error);
    if (this.#opened && error instanceof DriverError) this.#opened.lost(error);
    this.#socket.destroy();
  }

  #errorOf(cause: unknown): Error {
    const isForeign = this.#phase === 'handshake' && this.#greeting.isForeign && isTimeout(cause);
    if (isForeign) return notSsh(this.#peer, this.#greeting.text);
    return cause instanceof Error ? cause : new Error(String(cause));
  }

  #transportError(error: TransportError): DriverError {
    return transportError(error, { phase: this.#phase, peer: this.#peer, remote: this.#offered });
  }

  #closedError(): DriverError {
    return this.#phase === 'open'
      ? new DriverError('CONNECTION_LOST', `${this.#peer} closed the connection.`)
      : closedEarly(this.#phase, this.#peer);
  }

  readonly #onAbort = (): void => {
    this.#fail(this.#options.signal.reason);
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof DriverError && error.code === 'CONNECTION_TIMEOUT';
}

/** A question of keyboard-interactive that the password answers; many devices ask it without a word. */
function asksForPassword(prompt: string): boolean {
  return /pass/i.test(prompt) || prompt.trim() === '';
}

interface Wiring {
  readonly socket: Socket;
  readonly offered: string[];
  readonly onFailure: (error: unknown) => void;
}

function configOf(options: ShellOptions, { socket, offered, onFailure }: Wiring): ConnectConfig {
  const offer = { ...options.algorithms, compress: ['none'] };
  return {
    sock: socket,
    username: options.username,
    password: options.password,
    tryKeyboard: true,
    authHandler: options.isOpenLogin
      ? ['none', 'password', 'keyboard-interactive']
      : ['password', 'keyboard-interactive'],
    // its types want mutable arrays of the names they know; tested against ssh2
    algorithms: offer as unknown as Ssh2Algorithms,
    // The caller's time limit ends the connection.
    readyTimeout: 0,
    // Whether answers come is for the connection to watch: ssh2 would end it in the midst of a long command.
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
  #lost: DriverError | undefined;
  #heardAt = performance.now();

  constructor(client: Client, { socket, channel, peer, closed }: ShellParts) {
    this.#client = client;
    this.#socket = socket;
    this.#channel = channel;
    this.#peer = peer;
    this.closed = closed;
    socket.on('data', () => {
      this.#heardAt = performance.now();
    });
  }

  get silentMs(): number {
    return performance.now() - this.#heardAt;
  }

  listen(listener: ShellListener): void {
    this.#listener = listener;
    const ended = (): void => {
      this.lost(new DriverError('CONNECTION_LOST', `${this.#peer} ended the session.`));
    };
    this.#channel.on('data', (chunk: Buffer) => {
      listener.data(chunk);
    });
    this.#channel.stderr.on('data', (chunk: Buffer) => {
      listener.data(chunk);
    });
    this.#channel.on('close', ended);
    this.#channel.on('end', ended);
    if (this.#lost) listener.ended(this.#lost);
  }

  /** The connection is gone. */
  lost(error: DriverError): void {
    if (this.#lost) return;
    this.#lost = error;
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
