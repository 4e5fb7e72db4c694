import { DriverError, type DriverErrorCode } from '../errors.js';
import { GroupRefused } from './group-exchange.js';
import { sentenceOf, shortened, type Offers } from './offers.js';

/** How far connecting has progressed. */
export type Phase = 'connecting' | 'handshake' | 'authentication' | 'terminal' | 'open';

/** An error of ssh2 or of the socket below it. */
export interface TransportError extends Error {
  readonly level?: string;
  readonly code?: string | number;
}

const refused: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  EHOSTUNREACH: 'cannot be reached: no route to the host',
  ENETUNREACH: 'cannot be reached: no route to the network',
  EHOSTDOWN: 'cannot be reached: the host is down',
  ECONNRESET: 'reset the connection',
  EACCES: 'may not be reached from here',
  EPERM: 'may not be reached from here',
  EADDRNOTAVAIL: 'cannot be reached from here',
  EINVAL: 'cannot be reached from here',
};

const unknownNames = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_FAIL', 'EAI_NODATA']);

/** What is known of a connection when an error occurs. */
export interface Circumstances {
  readonly phase: Phase;
  /** Names the device: `10.0.0.1 port 22`. */
  readonly peer: string;
  /** The device has got the password. */
  readonly isPasswordSent: boolean;
  /** The algorithms of both sides that were compared last. */
  readonly offers: Offers;
}

/** Whether SSH authentication has succeeded in this phase. */
export function isAuthenticatedIn(phase: Phase): boolean {
  return phase === 'terminal' || phase === 'open';
}

/** Translates an error of the transport, by the phase in which it occurred. */
export function transportError(error: TransportError, circumstances: Circumstances): DriverError {
  const { phase, peer, isPasswordSent } = circumstances;
  const make = (code: DriverErrorCode, message: string): DriverError =>
    new DriverError(code, message, { cause: error, isAuthenticated: isAuthenticatedIn(phase) });
  const code = String(error.code ?? '');
  if (unknownNames.has(code))
    return make('HOST_NOT_FOUND', `No address was found for ${peer}; check the host name.`);
  if (code === 'ETIMEDOUT') return make('CONNECTION_TIMEOUT', `${peer} did not answer.`);
  if (phase === 'connecting')
    return make('CONNECTION_REFUSED', `${peer} ${refused[code] ?? 'cannot be reached'}.`);
  if (error.level === 'client-authentication')
    return make('AUTH_FAILURE', `${peer} did not accept the user name and password.`);
  if (phase === 'open') return make('CONNECTION_LOST', `The connection to ${peer} was lost.`);
  if (phase === 'authentication' && isPasswordSent && isHangUp(error))
    return make('AUTH_FAILURE', hungUp(peer));
  return make('SSH_ERROR', sshProblem(error, circumstances));
}

/** The device ended the connection, with or without a word, but not because it has too many of them. */
function isHangUp({ level, code }: TransportError): boolean {
  return level === 'client-socket' || (typeof code === 'number' && code !== tooManyConnections);
}

/** SSH_DISCONNECT_TOO_MANY_CONNECTIONS (RFC 4253, section 11.1). */
const tooManyConnections = 12;

const hungUp = (peer: string): string =>
  `${peer} ended the connection after the password: it did not accept the user name and password.`;

function sshProblem(error: TransportError, { phase, peer, offers }: Circumstances): string {
  const { message, level } = error;
  if (error instanceof GroupRefused) return `${peer} cannot be used: ${message}.`;
  if (/no matching/i.test(message)) {
    const kind = shortened(message.replace(/^.*no matching /i, ''));
    return `${peer} and this program have no SSH algorithm in common (${kind}). ${sentenceOf(offers)}`.trim();
  }
  if (/Connection lost before handshake/.test(message)) {
    return (
      `${peer} closed the connection before it identified itself: all its vty lines may be in use, ` +
      'or it is not an SSH server.'
    );
  }
  if (/identification/i.test(message)) return `${peer} does not speak SSH version 2.`;
  if (level === 'client-socket') return `${peer} ended the connection ${stage[phase]}.`;
  return `SSH to ${peer} failed ${stage[phase]}: ${shortened(message)}.`;
}

const stage: Readonly<Record<Phase, string>> = {
  connecting: 'while connecting',
  handshake: 'during the SSH handshake',
  authentication: 'during authentication',
  terminal: 'while opening a terminal',
  open: 'after it was opened',
};

/** The connection was closed without an error before it was open. */
export function closedEarlyError({ phase, peer, isPasswordSent }: Circumstances): DriverError {
  const isAuthenticated = isAuthenticatedIn(phase);
  return phase === 'authentication' && isPasswordSent
    ? new DriverError('AUTH_FAILURE', hungUp(peer), { isAuthenticated })
    : new DriverError('SSH_ERROR', `${peer} closed the connection ${stage[phase]}.`, { isAuthenticated });
}

/**
 * The peer sent something other than SSH's version line. What it sent is none of the caller's business, who
 * may only have guessed the address: it is in `cause`, for the log.
 */
export function notSshError(peer: string, received: string): DriverError {
  const text = received
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 80);
  return new DriverError('SSH_ERROR', `${peer} is not an SSH server.`, {
    cause: new Error(`it sent ${JSON.stringify(text)}`),
    isAuthenticated: false,
  });
}

/** The device demands a new password. */
export function passwordExpiredError(peer: string): DriverError {
  const message = `The password has expired: ${peer} demands a new one for this user; set it on the device first.`;
  return new DriverError('PASSWORD_EXPIRED', message, { isAuthenticated: false });
}

/** The time-out of connecting, by the phase that was not finished. */
export function connectTimeoutError(
  phase: Phase,
  {
    peer,
    timeoutMs,
    lastOutput,
  }: { readonly peer: string; readonly timeoutMs: number; readonly lastOutput?: string | undefined },
): DriverError {
  const reasons: Readonly<Record<Phase, string>> = {
    connecting: 'it did not answer',
    handshake: 'the SSH handshake had not finished',
    authentication: 'the device had not accepted or refused the password',
    terminal: 'the device had not opened a terminal',
    open: `the device had not shown a prompt${lastOutput ? `; it last said: ${lastOutput}` : ''}`,
  };
  return new DriverError(
    'CONNECTION_TIMEOUT',
    `${peer} was not ready within ${String(timeoutMs)} ms: ${reasons[phase]}.`,
    { isAuthenticated: isAuthenticatedIn(phase) },
  );
}
