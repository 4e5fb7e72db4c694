import { DriverError, type DriverErrorCode } from '../errors.js';

/** How far a connection has come. */
export type Phase = 'connecting' | 'handshake' | 'authentication' | 'terminal' | 'open';

/** An error as ssh2 and the socket below it hand it out. */
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

/**
 * What an error below the terminal means, by the phase it came in. `peer` names the device: `10.0.0.1 port
 * 22`.
 */
export function transportError(
  error: TransportError,
  {
    phase,
    peer,
    remote,
  }: { readonly phase: Phase; readonly peer: string; readonly remote: readonly string[] },
): DriverError {
  const make = (code: DriverErrorCode, message: string): DriverError =>
    new DriverError(code, message, { cause: error });
  const code = String(error.code ?? '');
  if (unknownNames.has(code))
    return make('HOST_NOT_FOUND', `No address was found for ${peer}; check the host name.`);
  if (code === 'ETIMEDOUT') return make('CONNECTION_TIMEOUT', `${peer} did not answer.`);
  if (phase === 'connecting')
    return make('CONNECTION_REFUSED', `${peer} ${refused[code] ?? 'cannot be reached'}.`);
  if (error.level === 'client-authentication')
    return make('AUTH_FAILURE', `${peer} did not accept the user name and password.`);
  if (phase === 'open') return make('CONNECTION_LOST', `The connection to ${peer} was lost.`);
  if (/no matching/i.test(error.message))
    return make(
      'SSH_ERROR',
      `${peer} and this program have no SSH algorithm in common (${kindOf(error.message)}). ${offers(remote)}`.trim(),
    );
  if (/Connection lost before handshake/.test(error.message))
    return make(
      'SSH_ERROR',
      `${peer} closed the connection before it named itself: all its lines may be in use, or it is not an SSH server.`,
    );
  if (/identification/i.test(error.message))
    return make('SSH_ERROR', `${peer} does not speak SSH version 2.`);
  if (error.level === 'client-socket')
    return make('SSH_ERROR', `${peer} ended the connection ${stage[phase]}.`);
  return make('SSH_ERROR', `SSH to ${peer} failed ${stage[phase]}: ${error.message}.`);
}

const stage: Readonly<Record<Phase, string>> = {
  connecting: 'while connecting',
  handshake: 'during the SSH handshake',
  authentication: 'during authentication',
  terminal: 'while a terminal was being opened',
  open: 'in the middle',
};

/** The connection ended without an error, before it was open. */
export function closedEarly(phase: Phase, peer: string): DriverError {
  return new DriverError('SSH_ERROR', `${peer} closed the connection ${stage[phase]}.`);
}

/** The peer said something else than SSH's version line. */
export function notSsh(peer: string, said: string): DriverError {
  const words = said
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 80);
  return new DriverError('SSH_ERROR', `${peer} is not an SSH server: it said ${JSON.stringify(words)}.`);
}

/** The connect time-out in a phase. */
export function tooSlow(
  phase: Phase,
  {
    peer,
    timeoutMs,
    said,
  }: { readonly peer: string; readonly timeoutMs: number; readonly said?: string | undefined },
): DriverError {
  const words: Readonly<Record<Phase, string>> = {
    connecting: 'it did not answer',
    handshake: 'the SSH handshake was not done',
    authentication: 'the device had not said whether it takes the password',
    terminal: 'the device had not opened a terminal',
    open: `the device had not shown a prompt${said ? `; it last said: ${said}` : ''}`,
  };
  return new DriverError(
    'CONNECTION_TIMEOUT',
    `${peer} was not ready within ${String(timeoutMs)} ms: ${words[phase]}.`,
  );
}

function kindOf(message: string): string {
  return message.replace(/^.*no matching /i, '');
}

function offers(remote: readonly string[]): string {
  return remote.length === 0 ? '' : `The device offers ${remote.join('; ')}.`;
}
