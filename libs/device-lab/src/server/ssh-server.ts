import type { Socket } from 'node:net';
import {
  type Algorithms,
  type AuthContext,
  type Connection,
  Server,
  type ServerChannel,
  type Session,
  utils,
} from 'ssh2';

/** ssh2's lists of algorithms. Its server does not support group exchange. */
export type SshAlgorithms = Algorithms;

/**
 * How a client may log in. `publickey`: any key with a valid signature, unless `authorizedKeys` lists some.
 */
export type AuthMethod = 'password' | 'keyboard-interactive' | 'none' | 'publickey';

/** A shell opened by a client. */
export interface OpenedShell {
  readonly channel: ServerChannel;
  readonly socket: Socket;
  /** Ends the shell and then the connection, as network devices do at logout. */
  readonly logOut: () => void;
}

/** Habits of a device at login. */
export interface LoginHabits {
  /** Closes the connection at a wrong password. */
  readonly hangUpAtWrongPassword?: boolean | undefined;
  /** Demands a new password at a correct login. */
  readonly expiredPassword?: boolean | undefined;
}

/** Options of sshServer(). */
export interface SshServerOptions {
  readonly hostKey: string;
  readonly ident: string;
  readonly banner?: string | undefined;
  readonly algorithms?: SshAlgorithms | undefined;
  readonly username: string;
  readonly password: string;
  readonly auth: readonly AuthMethod[];
  readonly authorizedKeys?: readonly string[] | undefined;
  /** Called for each login attempt: check it, refuse it in any case, or do not answer it. */
  readonly admission: () => 'check' | 'refuse' | 'ignore';
  /** What a device does besides accepting and refusing logins. */
  readonly loginHabits: () => LoginHabits;
  /** Called after a correct login, before any shell. */
  readonly onLogin: (socket: Socket, changeKeys: () => void) => void;
  readonly onShell: (shell: OpenedShell) => void;
}

// Without the group exchanges, which ssh2's server offers by default but does not support.
const modernKex: NonNullable<SshAlgorithms['kex']> = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group16-sha512',
];

/** Returns a function that serves SSH on an accepted socket. */
export function sshServer(options: SshServerOptions): (socket: Socket) => void {
  const { hostKey, ident, banner, algorithms } = options;
  // The server reports a connection only after the client's identification, and by its port.
  const sockets = new Map<number, Socket>();
  const server = new Server({
    hostKeys: [hostKey],
    ident,
    ...(banner === undefined ? {} : { banner }),
    algorithms: { kex: modernKex, ...algorithms },
  });
  server.on('connection', (client, info) => {
    const socket = sockets.get(info.port);
    if (socket) serve(client, socket, options);
  });
  return (socket) => {
    const port = socket.remotePort;
    if (port === undefined) return;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
    server.injectSocket(socket);
  };
}

function serve(client: Connection, socket: Socket, options: SshServerOptions): void {
  // A client that disappears or violates the protocol is not an error of the device; the socket's 'close'
  // does the rest.
  client.on('error', () => socket.destroy());
  client.on('authentication', (attempt) => {
    authenticate(attempt, { options, hangUp: () => socket.destroy() });
  });
  client.on('ready', () => {
    options.onLogin(socket, () => {
      client.rekey();
    });
  });
  client.on('session', (accept) => {
    serveSession(accept(), (channel) => {
      options.onShell({
        channel,
        socket,
        logOut: () => {
          logOut(channel, client);
        },
      });
    });
  });
}

function serveSession(session: Session, onShell: (channel: ServerChannel) => void): void {
  session.on('pty', (accept) => {
    accept();
  });
  session.on('window-change', (accept) => {
    // Without want-reply there is nothing to accept.
    (accept as (() => void) | undefined)?.();
  });
  session.on('shell', (accept) => {
    onShell(accept());
  });
}

function logOut(channel: ServerChannel, client: Connection): void {
  channel.once('close', () => {
    client.end();
  });
  channel.exit(0);
  channel.end();
}

interface Desk {
  readonly options: SshServerOptions;
  readonly hangUp: () => void;
}

function authenticate(attempt: AuthContext, { options, hangUp }: Desk): void {
  const admission = options.admission();
  if (admission === 'ignore') return;
  const { auth } = options;
  const methods = [...auth];
  const isAllowed = auth.some((method) => method === attempt.method);
  const { hangUpAtWrongPassword, expiredPassword } = options.loginHabits();
  const decide = (isCorrectLogin: boolean): void => {
    if (isCorrectLogin && expiredPassword) demandNewPassword(attempt);
    else if (isCorrectLogin) attempt.accept();
    else if (hangUpAtWrongPassword && attempt.method !== 'none') hangUp();
    else attempt.reject(methods);
  };
  if (admission === 'refuse' || attempt.username !== options.username || !isAllowed) {
    attempt.reject(methods);
  } else if (attempt.method === 'keyboard-interactive') {
    attempt.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
      decide(answers[0] === options.password);
    });
  } else {
    decide(isCorrect(attempt, options));
  }
}

/** Waits for ever for the new password. */
function demandNewPassword(attempt: AuthContext): void {
  const wait = (): void => undefined;
  if (attempt.method === 'password') attempt.requestChange('Your password has expired.', wait);
  if (attempt.method !== 'keyboard-interactive') return;
  const questions = ['New password: ', 'Retype new password: '];
  attempt.prompt(
    questions.map((prompt) => ({ prompt, echo: false })),
    'Your password has expired.',
    wait,
  );
}

function isCorrect(attempt: AuthContext, options: SshServerOptions): boolean {
  if (attempt.method === 'none') return true;
  if (attempt.method === 'password') return attempt.password === options.password;
  if (attempt.method !== 'publickey') return false;
  const key = utils.parseKey(attempt.key.data);
  if (key instanceof Error) return false;
  const { authorizedKeys } = options;
  const listed = authorizedKeys?.some((line) => line.includes(attempt.key.data.toString('base64'))) ?? true;
  if (!listed || !attempt.signature || !attempt.blob) return listed && !attempt.signature;
  return key.verify(attempt.blob, attempt.signature, attempt.hashAlgo);
}

type HostKeyType = 'ed25519' | 'rsa' | 'ecdsa';

function generate(type: HostKeyType): string {
  if (type === 'rsa') return utils.generateKeyPairSync('rsa', { bits: 2048 }).private;
  if (type === 'ecdsa') return utils.generateKeyPairSync('ecdsa', { bits: 256 }).private;
  return utils.generateKeyPairSync('ed25519').private;
}

/** Generates a private host key in OpenSSH's form. Default: `ed25519`. */
export function newHostKey(type: HostKeyType = 'ed25519'): string {
  for (;;) {
    const key = generate(type);
    // ssh2 sometimes generates a key that it cannot read.
    if (!(utils.parseKey(key) instanceof Error)) return key;
  }
}

let shared: string | undefined;

/** The default host key. Generated once per process, because tests start hundreds of devices. */
export function sharedHostKey(): string {
  return (shared ??= newHostKey());
}
