import type { Socket } from 'node:net';
import type { DeviceState } from '../config/device-state.js';
import type { LabDevice } from './lab-device.js';
import { Listener } from './listener.js';
import type { DeviceOptions, Faults } from '../options.js';
import { Shell } from '../shell/shell.js';
import type { ReceivedLine } from '../shell/shell-host.js';
import { type OpenedShell, sharedHostKey, sshServer } from './ssh-server.js';

/** A fake device behind a real SSH server. */
export class SshDevice implements LabDevice {
  readonly #state: DeviceState;
  readonly #listener: Listener;
  readonly #maxSessions: number;
  readonly #serve: (socket: Socket) => void;
  readonly #defects: unknown[] = [];
  readonly #keyChanges = new Map<Socket, () => void>();
  #isRefusing = false;
  #logins = 0;
  #connections = 0;

  constructor(state: DeviceState, options: DeviceOptions) {
    this.#state = state;
    this.#maxSessions = options.maxSessions ?? Infinity;
    this.#listener = new Listener(options.host ?? '127.0.0.1', options.port ?? 0, (socket) => {
      this.#accept(socket);
    });
    this.#serve = sshServer({
      hostKey: options.hostKey ?? sharedHostKey(),
      ident: state.personality.ident,
      banner: options.banner,
      algorithms: options.algorithms,
      username: state.username,
      password: state.password,
      auth: options.auth ?? ['password', 'keyboard-interactive'],
      authorizedKeys: options.authorizedKeys,
      admission: () => (state.faults.hangAtLogin ? 'ignore' : this.#isRefusing ? 'refuse' : 'check'),
      loginHabits: () => state.faults,
      onLogin: (socket, changeKeys) => {
        this.#keyChanges.set(socket, changeKeys);
        socket.once('close', () => this.#keyChanges.delete(socket));
        this.#onLogin(socket);
      },
      onShell: (shell) => {
        this.#runShell(shell);
      },
    });
  }

  get host(): string {
    return this.#listener.host;
  }
  get port(): number {
    return this.#listener.port;
  }
  get personality(): string {
    return this.#state.personality.name;
  }
  get hostname(): string {
    return this.#state.hostname;
  }
  get username(): string {
    return this.#state.username;
  }
  get password(): string {
    return this.#state.password;
  }
  get enable(): string | null {
    return this.#state.enable;
  }
  get received(): readonly ReceivedLine[] {
    return this.#state.received;
  }
  get logins(): number {
    return this.#logins;
  }
  get connections(): number {
    return this.#connections;
  }
  get defects(): readonly unknown[] {
    return this.#defects;
  }
  get openSessions(): number {
    return this.#state.sessions.size;
  }
  get peakSessions(): number {
    return this.#state.peakSessions;
  }
  get runningConfig(): readonly string[] {
    return this.#state.config.running;
  }
  get startupConfig(): readonly string[] {
    return this.#state.config.startup;
  }
  get candidateConfig(): readonly string[] {
    return this.#state.config.candidate;
  }

  waitFor(predicate: (device: LabDevice) => boolean, timeoutMs: number): Promise<void> {
    const describe = (): string =>
      `${this.hostname}: condition not met within ${String(timeoutMs)} ms; ${String(this.openSessions)} sessions, ` +
      `${String(this.received.length)} lines received`;
    return this.#state.watchers.waitFor(() => predicate(this), timeoutMs, describe);
  }

  release(): void {
    this.#state.release();
  }

  setFaults(faults: Faults): void {
    this.#state.faults = faults;
  }

  changeKeys(): void {
    for (const change of this.#keyChanges.values()) change();
  }

  refuseLogins(refuse: boolean): void {
    this.#isRefusing = refuse;
  }

  dropSessions(): void {
    this.#listener.dropAll();
  }

  pause(): void {
    this.#listener.stop();
  }

  async resume(): Promise<void> {
    await this.#listener.listen();
  }

  async close(): Promise<void> {
    this.#state.release();
    await this.#listener.close();
  }

  #accept(socket: Socket): void {
    this.#connections++;
    if (this.#state.faults.closeOnConnect || this.#listener.sockets.size > this.#maxSessions)
      socket.destroy();
    else this.#serve(socket);
    this.#state.watchers.notify();
  }

  #onLogin(socket: Socket): void {
    this.#logins++;
    this.#state.watchers.notify();
    if (this.#state.faults.closeAfterLogin) socket.destroy();
  }

  #runShell({ channel, socket, logOut }: OpenedShell): void {
    const session = this.#state.openSession(() => socket.destroy());
    const shell = new Shell(this.#state, channel, session);
    const onClose = (): void => {
      shell.hangUp();
      this.#state.closeSession(session);
    };
    channel.on('data', (bytes: Buffer) => {
      shell.input.push(bytes);
    });
    channel.once('close', onClose);
    socket.once('close', onClose);
    shell.run().then(logOut, (reason: unknown) => {
      // A defect of a personality or of a test's custom answer: the connection drops, `defects` has the
      // reason.
      this.#defects.push(reason);
      socket.destroy();
    });
  }
}
