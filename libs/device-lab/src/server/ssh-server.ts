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

/** ssh2's lists of algorithms. Group exchange is not among what its server can do. */
export type SshAlgorithms = Algorithms;

/** How a client may log in. `publickey`: any key that proves itself, unless `authorizedKeys` lists some. */
export type AuthMethod = 'password' | 'keyboard-interactive' | 'none' | 'publickey';

/** One shell: its two streams, and the ways to end it. */
export interface ShellLine {
  readonly channel: ServerChannel;
  readonly socket: Socket;
  /** Logs the client out: ends the shell and then the connection, as network devices do. */
  readonly logOut: () => void;
}

/** What an SSH server needs to know, and whom it tells. */
export interface SshServerOptions {
  readonly hostKey: string;
  readonly ident: string;
  readonly banner?: string | undefined;
  readonly algorithms?: SshAlgorithms | undefined;
  readonly username: string;
  readonly password: string;
  readonly auth: readonly AuthMethod[];
  readonly authorizedKeys?: readonly string[] | undefined;
  /** Asked for each attempt: judge it, refuse it whatever it is, or leave it without an answer. */
  readonly admission: () => 'judge' | 'refuse' | 'ignore';
  /** A correct login, before any shell. */
  readonly onLogin: (socket: Socket, changeKeys: () => void) => void;
  readonly onShell: (line: ShellLine) => void;
}

// Without the group exchanges, which ssh2's server offers by default but cannot do.
const modernKex: NonNullable<SshAlgorithms['kex']> = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group16-sha512',
];

/** Speaks SSH over sockets that somebody else accepts: hand each to the function returned. */
export function sshServer(options: SshServerOptions): (socket: Socket) => void {
  const { hostKey, ident, banner, algorithms } = options;
  // The server reports a connection only after the client's identification, by its port: hence the look-up.
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
  // A client that vanishes or speaks nonsense is that client's affair; the socket's close says the rest.
  client.on('error', () => socket.destroy());
  client.on('authentication', (attempt) => {
    judge(attempt, options);
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

function judge(attempt: AuthContext, options: SshServerOptions): void {
  const admission = options.admission();
  if (admission === 'ignore') return;
  const { auth } = options;
  const methods = [...auth];
  const known = auth.some((method) => method === attempt.method);
  if (admission === 'refuse' || attempt.username !== options.username || !known) {
    attempt.reject(methods);
    return;
  }
  if (attempt.method === 'keyboard-interactive') {
    attempt.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
      decide(attempt, answers[0] === options.password, methods);
    });
    return;
  }
  decide(attempt, isRight(attempt, options), methods);
}

function decide(attempt: AuthContext, right: boolean, methods: AuthMethod[]): void {
  if (right) attempt.accept();
  else attempt.reject(methods);
}

function isRight(attempt: AuthContext, options: SshServerOptions): boolean {
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

/** Makes a private host key in OpenSSH's form; `ed25519` unless another type is named. */
export function newHostKey(type: HostKeyType = 'ed25519'): string {
  for (;;) {
    const key = generate(type);
    // now and then ssh2 makes one that it cannot read
    if (!(utils.parseKey(key) instanceof Error)) return key;
  }
}

let shared: string | undefined;

/** The host key of devices that name none. Made once a process: devices start by the hundred. */
export function sharedHostKey(): string {
  return (shared ??= newHostKey());
}
