import { ClientError, type ClientErrorOptions } from './client-error.js';

type Problem = Pick<ClientErrorOptions, 'code' | 'fact' | 'advice' | 'retryable'>;

const checkRunning = 'check the URL and that the API is running';
const trustIt = 'give its certificate as caCertificate, or skip the check with verifyTls: false';

const unreachable = (fact: string, advice = checkRunning): Problem => ({
  code: 'UNREACHABLE',
  fact,
  advice,
  retryable: true,
});
const wrongUrl = (fact: string, advice: string): Problem => ({ code: 'UNREACHABLE', fact, advice });
const untrusted = (why: string, advice = trustIt): Problem => ({
  code: 'TLS_UNTRUSTED',
  fact: `the certificate of {origin} ${why}`,
  advice,
});

/** By error code of Node and undici; `{origin}` is replaced by scheme, host and port. */
const problems: Readonly<Record<string, Problem>> = {
  ECONNREFUSED: unreachable('nothing listens at {origin}'),
  ECONNRESET: unreachable('{origin} closed the connection without an answer'),
  EPIPE: unreachable('{origin} closed the connection without an answer'),
  UND_ERR_SOCKET: unreachable(
    '{origin} closed the connection without an answer',
    'check the URL (http or https?) and that the API is running',
  ),
  ETIMEDOUT: unreachable('{origin} does not answer', 'check the URL and the firewalls on the way'),
  UND_ERR_CONNECT_TIMEOUT: unreachable(
    '{origin} does not answer',
    'check the URL and the firewalls on the way',
  ),
  EHOSTUNREACH: unreachable('there is no route to {origin}', 'check the URL and the network'),
  ENETUNREACH: unreachable('there is no route to {origin}', 'check the URL and the network'),
  EAI_AGAIN: unreachable(
    'the host name in {origin} cannot be resolved at the moment',
    'check the name server',
  ),
  ENOTFOUND: wrongUrl('the host name in {origin} does not exist', 'check the URL'),
  EPROTO: wrongUrl('{origin} does not speak TLS', 'use http:// if the API runs without TLS'),
  ERR_SSL_WRONG_VERSION_NUMBER: wrongUrl(
    '{origin} does not speak TLS',
    'use http:// if the API runs without TLS',
  ),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: wrongUrl(
    '{origin} does not speak TLS',
    'use http:// if the API runs without TLS',
  ),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted('is self-signed'),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted('is signed by an authority that is not trusted'),
  UNABLE_TO_GET_ISSUER_CERT: untrusted('is signed by an unknown authority'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted('is signed by an unknown authority'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted('is signed by an unknown authority'),
  CERT_HAS_EXPIRED: untrusted('has expired', 'renew it on the API, or skip the check with verifyTls: false'),
  CERT_NOT_YET_VALID: untrusted('is not valid yet', 'check the clocks on both sides'),
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted(
    'is for another host name',
    'use the host name in the certificate, or skip the check with verifyTls: false',
  ),
};

const notHttp: Problem = {
  code: 'BAD_ANSWER',
  fact: '{origin} does not speak HTTP',
  advice: 'check the URL',
};

function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? errorCode(error.cause) : '';
}

/** Makes the ClientError of a failed connection: UNREACHABLE, TLS_UNTRUSTED or BAD_ANSWER. */
export function connectionProblem(error: unknown, origin: string): ClientError {
  const code = errorCode(error);
  const fallback = code.startsWith('HPE_')
    ? notHttp
    : unreachable(`no connection to {origin} (${code || 'unknown error'})`);
  const problem = problems[code] ?? fallback;
  return new ClientError({ ...problem, fact: problem.fact.replace('{origin}', origin), cause: error });
}
