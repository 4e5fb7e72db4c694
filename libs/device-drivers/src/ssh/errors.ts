import { DriverError, type DriverErrorCode } from '../errors.js';

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

/**
 * Translates an error of the transport, by the phase in which it occurred. `peer` names the device:
 * `10.0.0.1 port 22`. `remote` lists the algorithms it offered.
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
  if (/no matching/i.test(error.message)) {
    return make(
      'SSH_ERROR',
      `${peer} and this program have no SSH algorithm in common (${kindOf(error.message)}). ${offers(remote)}`.trim(),
    );
  }
  if (/Connection lost before handshake/.test(error.message)) {
    return make(
      'SSH_ERROR',
      `${peer} closed the connection before it identified itself: all its vty lines may be in use, ` +
        'or it is not an SSH server.',
    );
  }
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
  terminal: 'while opening a terminal',
  open: 'after it was opened',
};

/** The connection was closed without an error before it was open. */
export function closedEarlyError(phase: Phase, peer: string): DriverError {
  return new DriverError('SSH_ERROR', `${peer} closed the connection ${stage[phase]}.`);
}

/** The peer sent something other than SSH's version line. */
export function notSshError(peer: string, received: string): DriverError {
  const text = received
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 80);
  return new DriverError('SSH_ERROR', `${peer} is not an SSH server: it sent ${JSON.stringify(text)}.`);
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
  );
}

function kindOf(message: string): string {
  return message.replace(/^.*no matching /i, '');
}

function offers(remote: readonly string[]): string {
  return remote.length === 0 ? '' : `The device offers ${remote.join('; ')}.`;
}
