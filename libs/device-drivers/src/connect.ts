import { algorithmProfiles } from './ssh/algorithms.js';
import { Connection } from './connection.js';
import { deviceTimer } from './dialogue/device-timer.js';
import { DriverError } from './errors.js';
import { Handshakes } from './ssh/handshakes.js';
import { HostKeyCheck, MemoryHostKeys } from './ssh/host-key-check.js';
import { logIn } from './dialogue/login.js';
import { maskOf } from './dialogue/masking.js';
import type { ConnectOptions } from './options.js';
import type { Platform } from './platform.js';
import { platformNamed } from './platforms/index.js';
import { Dialogue } from './dialogue/dialogue.js';
import { connectTimeoutError, isAuthenticatedIn, type Phase } from './ssh/errors.js';
import type { Shell } from './ssh/shell.js';
import { openShell } from './ssh/ssh.js';
import { aborted, Terminal } from './dialogue/terminal.js';

const connectTimeoutMsDefault = 10_000;
const maxOutputBytesDefault = 16 * 1024 * 1024;
const terminalDefault = { type: 'vt100', columns: 511, rows: 1_000 } as const;
/** Shared by all connections of this process that name no store or limit of their own. */
const hostKeysDefault = new MemoryHostKeys();
const handshakesDefault = new Handshakes();

/**
 * Connects to a device, logs in, and enters the mode in which commands are run. Rejects with DriverError:
 * CONNECTION_TIMEOUT, CONNECTION_REFUSED, HOST_NOT_FOUND, AUTH_FAILURE, PASSWORD_EXPIRED, HOST_KEY_MISMATCH,
 * SSH_ERROR, ENABLE_FAILED, CONNECTION_LOST, ABORTED, or UNSUPPORTED for an unknown platform. Its
 * `isAuthenticated` tells whether the device was reached.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const platform = typeof options.platform === 'string' ? platformNamed(options.platform) : options.platform;
  if (!platform) {
    const name = typeof options.platform === 'string' ? options.platform : options.platform.name;
    throw new DriverError('UNSUPPORTED', `There is no platform named "${name}".`, { isAuthenticated: false });
  }
  const limit = new ConnectLimit(options);
  let shell: Shell | undefined;
  try {
    shell = await openShell(shellOptions(options, { platform, limit }));
    const dialogue = openDialogue(options, { platform, shell });
    limit.attach(dialogue.terminal);
    // Twice the limit, so that it is the limit that ends the login, with an error of its own.
    await logIn(dialogue, () => ({ timeoutMs: limit.timeoutMs * 2 }));
    return new Connection(dialogue, shell, options.keepaliveMs ?? 0);
  } catch (error) {
    shell?.destroy();
    throw error;
  } finally {
    limit.end();
  }
}

function shellOptions(
  options: ConnectOptions,
  { platform, limit }: { readonly platform: Platform; readonly limit: ConnectLimit },
): Parameters<typeof openShell>[0] {
  const {
    host,
    port = 22,
    username,
    password,
    hostKey: policy = 'tofu',
    hostKeys: store = hostKeysDefault,
    algorithms = 'compatible',
    handshakes = handshakesDefault,
  } = options;
  const hostKeyCheck = new HostKeyCheck({ host, port, policy, store });
  return {
    host,
    port,
    username: platform.quirks?.username?.(username) ?? username,
    password,
    algorithms: algorithmProfiles[algorithms],
    isOpenLogin: platform.isOpenLogin === true,
    terminal: platform.terminal ?? terminalDefault,
    checkHostKey: (key) => limit.pauseDuring(() => hostKeyCheck.check(key)),
    onAuthenticated: () => limit.pauseDuring(() => hostKeyCheck.pin()),
    acquireHandshake: (signal) => limit.pauseDuring(() => handshakes.acquire(signal)),
    signal: limit.signal,
    keepaliveMs: options.keepaliveMs ?? 0,
    onPhase: (phase) => {
      limit.phase = phase;
    },
  };
}

function openDialogue(
  options: ConnectOptions,
  { platform, shell }: { readonly platform: Platform; readonly shell: Shell },
): Dialogue {
  const { username, password, enable = password, maxOutputBytes = maxOutputBytesDefault } = options;
  const { columns } = platform.terminal ?? terminalDefault;
  const terminal = new Terminal(shell, { columns, maxOutputBytes, mask: maskOf([password, enable]) });
  return new Dialogue(platform, { terminal, credentials: { username, password, enable } });
}

/** The time limit and the caller's signal, as one signal for all of connecting. Its reason is the error. */
class ConnectLimit {
  readonly timeoutMs: number;
  phase: Phase = 'connecting';
  readonly #peer: string;
  readonly #abort = new AbortController();
  #stopTimer = (): number => 0;
  #leftMs: number;
  #isOver = false;
  readonly #callersSignal: AbortSignal | undefined;
  #terminal: Terminal | undefined;

  constructor({ host, port = 22, connectTimeoutMs = connectTimeoutMsDefault, signal }: ConnectOptions) {
    this.timeoutMs = connectTimeoutMs;
    this.#peer = `${host} port ${String(port)}`;
    this.#callersSignal = signal;
    this.#leftMs = connectTimeoutMs;
    this.#run();
    signal?.addEventListener('abort', this.#onAbort);
    if (signal?.aborted) this.#onAbort();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** From here on the limit also ends reads on this terminal. */
  attach(terminal: Terminal): void {
    this.#terminal = terminal;
    if (this.signal.aborted) terminal.fail(this.signal.reason);
  }

  /** Runs work that does not depend on the device, such as a look-up in a store; the limit does not run. */
  async pauseDuring<T>(work: () => Promise<T>): Promise<T> {
    this.#leftMs = this.#stopTimer();
    const done = await work();
    this.#run();
    return done;
  }

  end(): void {
    this.#isOver = true;
    this.#stopTimer();
    this.#callersSignal?.removeEventListener('abort', this.#onAbort);
  }

  #run(): void {
    if (this.#isOver) return;
    this.#stopTimer = deviceTimer(this.#leftMs, () => {
      this.#stop(
        connectTimeoutError(this.phase, {
          peer: this.#peer,
          timeoutMs: this.timeoutMs,
          lastOutput: this.#terminal?.lastOutput,
        }),
      );
    });
  }

  readonly #onAbort = (): void => {
    this.#stop(aborted(this.#callersSignal?.reason, isAuthenticatedIn(this.phase)));
  };

  #stop(error: DriverError): void {
    this.#abort.abort(error);
    this.#terminal?.fail(error);
  }
}
