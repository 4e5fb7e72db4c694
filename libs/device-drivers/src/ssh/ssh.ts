import { connect as connectSocket, type Socket } from 'node:net';
import { Client, type Algorithms as Ssh2Algorithms, type ClientChannel, type ConnectConfig } from 'ssh2';
import type { Algorithms } from './algorithms.js';
import { DriverError } from '../errors.js';
import { Greeting, holdHandshake } from './greeting.js';
import { closedEarly, notSsh, transportError, type Phase, type TransportError } from './errors.js';

/** What a shell needs to be opened. */
export interface ShellOptions {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly algorithms: Algorithms;
  /** Try the method `none` first. */
  readonly isOpenLogin: boolean;
  readonly terminal: { readonly type: string; readonly columns: number; readonly rows: number };
  /** Rejects when the key may not be trusted. */
  readonly checkHostKey: (key: Buffer) => Promise<void>;
  /**
   * Resolves when the handshake may begin, to what is called when that is over. Rejects when the signal is
   * aborted.
   */
  readonly enterHandshake: (signal: AbortSignal) => Promise<() => void>;
  /** Aborted with the error to reject with. */
  readonly signal: AbortSignal;
  readonly onPhase: (phase: Phase) => void;
  /** Milliseconds between SSH keepalives; 0: none. */
  readonly keepaliveMs: number;
}

/** What happens on an open shell. */
export interface ShellListener {
  data(chunk: Buffer): void;
  /** Once, and nothing after it. */
  ended(error: DriverError): void;
}

/** A terminal on a device. */
export interface Shell {
  /** Once, before anything is written. */
  listen(listener: ShellListener): void;
  write(text: string): void;
  /** Ends the connection as SSH has it, and the socket after `graceMs` at the latest. */
  end(graceMs: number): void;
  /** Ends the socket now. */
  destroy(): void;
  /** Milliseconds since anything came from the peer, answers to keepalives included. */
  readonly silentMs: number;
  /** Resolves when the socket is closed, whoever closed it. */
  readonly closed: Promise<void>;
}

/**
 * Opens a connection, logs in and asks for a terminal. Rejects with DriverError, or with the signal's reason.
 */
export function openShell(options: ShellOptions): Promise<Shell> {
  const { host, port, signal } = options;
  const peer = `${host} port ${String(port)}`;
  return new Promise((resolve, reject) => {
    let phase: Phase = 'connecting';
    let shell: OpenShell | undefined;
    const remote: string[] = [];
    const socket = connectSocket({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 30_000,
    });
    const greeting = new Greeting(socket);
    const over = new AbortController();
    const leaveHandshake = holdHandshake(socket, () => options.enterHandshake(over.signal));
    const client = new Client();
    const closed = new Promise<void>((done) =>
      socket.once('close', () => {
        done();
      }),
    );

    const enter = (next: Phase): void => {
      phase = next;
      options.onPhase(next);
    };
    const fail = (cause: unknown): void => {
      const error =
        phase === 'handshake' && greeting.isForeign && isTimeout(cause) ? notSsh(peer, greeting.text) : cause;
      signal.removeEventListener('abort', onAbort);
      leaveHandshake();
      over.abort();
      reject(error instanceof Error ? error : new Error(String(error)));
      if (shell && error instanceof DriverError) shell.lost(error);
      socket.destroy();
    };
    const onAbort = (): void => {
      fail(signal.reason);
    };
    signal.addEventListener('abort', onAbort);

    // Several errors may come, also after the end; the first one counts, and the listener stays.
    client.on('error', (error: TransportError) => {
      fail(transportError(error, { phase, peer, remote }));
    });
    client.on('close', () => {
      fail(
        phase === 'open'
          ? new DriverError('CONNECTION_LOST', `${peer} closed the connection.`)
          : closedEarly(phase, peer),
      );
    });
    client.on('connect', () => {
      enter('handshake');
    });
    client.once('handshake', () => {
      leaveHandshake();
      enter('authentication');
    }); // more come, whenever keys are changed
    client.on('change password', () => {
      fail(new DriverError('AUTH_FAILURE', `${peer} demands a new password for this user; set one first.`));
    });
    client.on('keyboard-interactive', (_name, _instructions, _language, prompts, answer) => {
      answer(prompts.map(({ prompt }) => (asksForPassword(prompt) ? options.password : '')));
    });
    client.on('ready', () => {
      enter('terminal');
      const { type, columns, rows } = options.terminal;
      // ONLCR off (RFC 4254, section 8): what runs on a Unix terminal need not write CR LF, which saves its
      // and our time.
      client.shell(
        { term: type, cols: columns, rows, width: 0, height: 0, modes: { ONLCR: 0 } },
        (error: Error | undefined, channel) => {
          if (error) {
            fail(transportError(error, { phase, peer, remote }));
            return;
          }
          enter('open');
          signal.removeEventListener('abort', onAbort);
          shell = new OpenShell(client, { socket, channel, peer, closed });
          resolve(shell);
        },
      );
    });
    try {
      client.connect(configOf(options, { socket, remote, fail }));
    } catch (error) {
      fail(error);
    }
    if (signal.aborted) onAbort();
  });
}

function isTimeout(error: unknown): boolean {
  return error instanceof DriverError && error.code === 'CONNECTION_TIMEOUT';
}

/** A question of keyboard-interactive that the password answers; many devices ask it without a word. */
function asksForPassword(prompt: string): boolean {
  return /pass/i.test(prompt) || prompt.trim() === '';
}

function configOf(
  options: ShellOptions,
  {
    socket,
    remote,
    fail,
  }: { readonly socket: Socket; readonly remote: string[]; readonly fail: (error: unknown) => void },
): ConnectConfig {
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
      }, fail);
    },
    debug: (message: string): void => {
      const offered = /^Handshake: \(remote\) (.+)$/.exec(message)?.[1];
      if (offered !== undefined) remote.push(offered);
    },
  };
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

  constructor(
    client: Client,
    {
      socket,
      channel,
      peer,
      closed,
    }: {
      readonly socket: Socket;
      readonly channel: ClientChannel;
      readonly peer: string;
      readonly closed: Promise<void>;
    },
  ) {
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
