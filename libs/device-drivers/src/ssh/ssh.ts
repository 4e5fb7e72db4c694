import { connect as connectSocket, type Socket } from 'node:net';
import { Client, type Algorithms as Ssh2Algorithms, type ClientChannel, type ConnectConfig } from 'ssh2';
import { DriverError } from '../errors.js';
import { Authentication } from './authentication.js';
import { Debugging } from './debugging.js';
import {
  closedEarlyError,
  notSshError,
  passwordExpiredError,
  transportError,
  type Circumstances,
  type Phase,
  type TransportError,
} from './errors.js';
import { Greeting, holdHandshake } from './greeting.js';
import { OpenShell } from './open-shell.js';
import type { Shell, ShellOptions } from './shell.js';
import { limitTurns } from './turns.js';

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
  readonly #authentication: Authentication;
  readonly #debugging: Debugging;
  readonly #closed: Promise<void>;
  #phase: Phase = 'connecting';
  #opened: OpenShell | undefined;
  #resolve: (shell: Shell) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  constructor(options: ShellOptions) {
    const { host, port, signal } = options;
    this.#options = options;
    this.#authentication = new Authentication(options.password, options.isOpenLogin);
    this.#debugging = new Debugging(this.#client, options.algorithms);
    this.#peer = `${host} port ${String(port)}`;
    this.#socket = connectSocket({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 30_000,
    });
    this.#greeting = new Greeting(this.#socket);
    limitTurns(this.#socket);
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
      this.#fail(transportError(error, this.#circumstances));
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
      this.#debugging.endHandshake();
      this.#startPhase('authentication');
    });
    client.on('change password', () => {
      this.#fail(passwordExpiredError(this.#peer));
    });
    client.on('keyboard-interactive', (...[, , , prompts, answer]) => {
      const answers = this.#authentication.answers(prompts.map(({ prompt }) => prompt));
      if (answers) answer(answers);
      else this.#fail(passwordExpiredError(this.#peer));
    });
    client.on('ready', () => {
      this.#startPhase('terminal');
      this.#options
        .onAuthenticated()
        .then(() => {
          this.#requestTerminal();
        })
        .catch((error: unknown) => {
          this.#fail(error);
        });
    });
  }

  #connect(): void {
    try {
      this.#client.connect(this.#config());
    } catch (error) {
      this.#fail(error);
    }
  }

  #config(): ConnectConfig {
    const { username, password, algorithms, keepaliveMs, checkHostKey } = this.#options;
    return {
      sock: this.#socket,
      username,
      password,
      tryKeyboard: true,
      // ssh2 takes a name or false as the result; its types know its callback only.
      authHandler: () => this.#authentication.next(),
      // ssh2's types require mutable arrays of names they know; tested against ssh2.
      algorithms: { ...algorithms, compress: ['none'] } as unknown as Ssh2Algorithms,
      // No time-out of ssh2: the caller's own limit ends the connection.
      readyTimeout: 0,
      // The connection watches for answers itself: ssh2 would close it during a long command.
      keepaliveInterval: keepaliveMs,
      keepaliveCountMax: Infinity,
      hostVerifier: (key: Buffer, verify: (isTrusted: boolean) => void): void => {
        checkHostKey(key).then(
          () => {
            verify(true);
          },
          (error: unknown) => {
            this.#fail(error);
          },
        );
      },
      debug: this.#debugging.listener,
    };
  }

  #requestTerminal(): void {
    if (this.#ended.signal.aborted) return;
    const { type, columns, rows } = this.#options.terminal;
    // ONLCR off (RFC 4254, section 8): programs on a Unix terminal then write LF instead of CR LF, which
    // saves time on both sides.
    this.#client.shell(
      { term: type, cols: columns, rows, width: 0, height: 0, modes: { ONLCR: 0 } },
      (error: Error | undefined, channel) => {
        if (error) this.#fail(transportError(error, this.#circumstances));
        else this.#open(channel);
      },
    );
  }

  #open(channel: ClientChannel): void {
    this.#startPhase('open');
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#opened = new OpenShell({
      socket: this.#socket,
      channel,
      peer: this.#peer,
      closed: this.#closed,
      disconnect: () => this.#client.end(),
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

  get #circumstances(): Circumstances {
    return {
      phase: this.#phase,
      peer: this.#peer,
      isPasswordSent: this.#authentication.isPasswordSent,
      offers: this.#debugging.offers,
    };
  }

  #closedError(): DriverError {
    return this.#phase === 'open'
      ? new DriverError('CONNECTION_LOST', `${this.#peer} closed the connection.`)
      : closedEarlyError(this.#circumstances);
  }

  readonly #onAbort = (): void => {
    this.#fail(this.#options.signal.reason);
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof DriverError && error.code === 'CONNECTION_TIMEOUT';
}
