import { algorithmProfiles } from './ssh/algorithms.js';
import { Connection } from './connection.js';
import { deviceTimer } from './dialogue/device-timer.js';
import { DriverError } from './errors.js';
import { Handshakes } from './ssh/handshakes.js';
import { checkHostKey, MemoryHostKeys } from './ssh/host-key-check.js';
import { logIn } from './dialogue/login.js';
import { maskOf } from './dialogue/masking.js';
import type { ConnectOptions } from './options.js';
import type { Platform } from './platform.js';
import { platformNamed } from './platforms/index.js';
import { Session } from './dialogue/session.js';
import { tooSlow, type Phase } from './ssh/errors.js';
import type { Shell } from './ssh/shell.js';
import { openShell } from './ssh/ssh.js';
import { aborted, Terminal } from './dialogue/terminal.js';

const connectTimeoutMsDefault = 10_000;
const maxOutputBytesDefault = 16 * 1024 * 1024;
const terminalDefault = { type: 'vt100', columns: 511, rows: 1_000 } as const;
const pins = new MemoryHostKeys();
const handshakesDefault = new Handshakes();

/**
 * Connects to a device, logs in, and goes to the mode in which commands are run. Rejects with DriverError:
 * CONNECTION_TIMEOUT, CONNECTION_REFUSED, HOST_NOT_FOUND, AUTH_FAILURE, HOST_KEY_MISMATCH, SSH_ERROR,
 * ENABLE_FAILED, CONNECTION_LOST, ABORTED, or UNSUPPORTED for an unknown platform.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const platform = typeof options.platform === 'string' ? platformNamed(options.platform) : options.platform;
  if (!platform) {
    const name = typeof options.platform === 'string' ? options.platform : options.platform.name;
    throw new DriverError('UNSUPPORTED', `There is no platform named "${name}".`);
  }
  const limit = new ConnectLimit(options);
  let shell: Shell | undefined;
  try {
    shell = await openShell(shellOptions(options, { platform, limit }));
    const session = openSession(options, { platform, shell });
    limit.attach(session.terminal);
    await logIn(session, () => ({ timeoutMs: limit.timeoutMs * 2 }));
    return new Connection(session, shell, options.keepaliveMs ?? 0);
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
    hostKeys: store = pins,
    algorithms = 'compatible',
    handshakes = handshakesDefault,
  } = options;
  return {
    host,
    port,
    username: platform.quirks?.username?.(username) ?? username,
    password,
    algorithms: algorithmProfiles[algorithms],
    isOpenLogin: platform.isOpenLogin === true,
    terminal: platform.terminal ?? terminalDefault,
    // a store may have to be waited for
    checkHostKey: (key) => limit.without(() => checkHostKey(key, { host, port, policy, store })),
    enterHandshake: (signal) => limit.without(() => handshakes.enter(signal)),
    signal: limit.signal,
    keepaliveMs: options.keepaliveMs ?? 0,
    onPhase: (phase) => {
      limit.phase = phase;
    },
  };
}

function openSession(
  options: ConnectOptions,
  { platform, shell }: { readonly platform: Platform; readonly shell: Shell },
): Session {
  const { username, password, enable = password, maxOutputBytes = maxOutputBytesDefault } = options;
  const { columns } = platform.terminal ?? terminalDefault;
  const terminal = new Terminal(shell, { columns, maxOutputBytes, mask: maskOf([password, enable]) });
  return new Session(platform, { terminal, credentials: { username, password, enable } });
}

/** The time limit and the caller's signal for all of connecting, as one signal whose reason is the error. */
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

  /** Also ends what is read on the terminal from now on. */
  attach(terminal: Terminal): void {
    this.#terminal = terminal;
    if (this.signal.aborted) terminal.fail(this.signal.reason);
  }

  /** Does what the device has no part in: its time does not run meanwhile. */
  async without<T>(work: () => Promise<T>): Promise<T> {
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
        tooSlow(this.phase, { peer: this.#peer, timeoutMs: this.timeoutMs, said: this.#terminal?.lastWords }),
      );
    });
  }

  readonly #onAbort = (): void => {
    this.#stop(aborted(this.#callersSignal?.reason));
  };

  #stop(error: DriverError): void {
    this.#abort.abort(error);
    this.#terminal?.fail(error);
  }
}
