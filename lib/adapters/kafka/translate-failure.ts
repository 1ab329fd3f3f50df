import { WorldFailure } from '../../core/world-failure.ts';
import {
  BrokerLinkFailed,
  KafkaAuthenticationFailed,
  KafkaProtocolMismatch,
  KafkaTlsFailed,
} from './connection-failures.ts';
import { errorName } from './error-codes.ts';

/** What a connection has seen by the time that it failed. */
export interface Evidence {
  /** `host:port`. */
  readonly address: string;
  readonly tls: boolean;
  /** The TCP handshake, and with `tls` the TLS handshake too, was done. */
  readonly handshakeDone: boolean;
  readonly socketError: NodeJS.ErrnoException | undefined;
  /** The first bytes that came, before TLS took them apart. */
  readonly firstBytes: Buffer | undefined;
}

/**
 * The one place where errors of kafkajs, Node and OpenSSL become ours, by their names and codes. What is none of them
 * (a bug, or an error code that the caller has to judge) comes back as it is.
 */
export function translateFailure(failure: unknown, evidence: Evidence): unknown {
  if (!(failure instanceof Error) || failure instanceof WorldFailure) return failure;
  if (errorCodeOf(failure) === 'ILLEGAL_SASL_STATE') {
    return new KafkaProtocolMismatch(evidence.address, SPEAKS_NO_SASL, { cause: failure });
  }
  if (isRefusedLogin(failure)) {
    return new KafkaAuthenticationFailed(evidence.address, failure.message, { cause: failure });
  }
  return LINK_FAILURES.has(failure.name) ? brokenLink(failure, evidence) : failure;
}

function brokenLink(failure: Error, evidence: Evidence): WorldFailure {
  const cause: NodeJS.ErrnoException = evidence.socketError ?? failure;
  const { address } = evidence;
  if (speaksTls(evidence)) return new KafkaProtocolMismatch(address, SPEAKS_TLS, { cause });
  if (speaksNoTls(evidence, cause)) return new KafkaProtocolMismatch(address, SPEAKS_NO_TLS, { cause });
  const code = cause.code ?? '';
  if (evidence.tls && CERTIFICATE_CODE.test(code)) return new KafkaTlsFailed(address, code, { cause });
  return new BrokerLinkFailed(address, reasonOf(code, failure), { cause });
}

const reasonOf = (code: string, failure: Error): string =>
  REASONS[code] ?? REASONS[failure.name] ?? failure.message;

const LINK_FAILURES = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSLockTimeout',
  'KafkaJSTimeout',
]);

const LOGIN_CODES = ['SASL_AUTHENTICATION_FAILED', 'UNSUPPORTED_SASL_MECHANISM'];

const isRefusedLogin = (failure: Error): boolean =>
  failure.name === 'KafkaJSSASLAuthenticationError' || LOGIN_CODES.includes(errorCodeOf(failure) ?? '');

const errorCodeOf = (failure: Error): string | undefined =>
  'code' in failure && typeof failure.code === 'number' ? errorName(failure.code) : undefined;

const TLS_ALERT = 0x15;
// What OpenSSL says when the other side does not speak TLS.
const NO_TLS_CODES = ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'];

const speaksTls = ({ tls, firstBytes }: Evidence): boolean => !tls && firstBytes?.[0] === TLS_ALERT;

/** A plaintext listener takes the first bytes of TLS for a length far too large, and hangs up. */
const speaksNoTls = ({ tls, handshakeDone }: Evidence, { code }: NodeJS.ErrnoException): boolean =>
  (tls && !handshakeDone && code === 'ECONNRESET') || NO_TLS_CODES.includes(code ?? '');

const SPEAKS_TLS =
  'the listener speaks TLS and this connection does not. Set security-protocol to SSL or SASL_SSL, or give the port ' +
  'of the plaintext listener.';
const SPEAKS_NO_SASL =
  'the listener does not ask for a login. Set security-protocol to PLAINTEXT or SSL, or give the port of a SASL listener.';
const SPEAKS_NO_TLS =
  'the listener hung up on TLS, as one that does not speak it. Set security-protocol to PLAINTEXT or SASL_PLAINTEXT, ' +
  'or give the port of the TLS listener.';

// Node's own checks of certificates have plain names, those of OpenSSL have prefixes: https://nodejs.org/api/tls.html
const CERTIFICATE_CODE =
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CRL_|INVALID_CA|HOSTNAME_MISMATCH)/;

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ETIMEDOUT: 'no answer to the connection attempt',
  ECONNRESET: 'the connection was reset',
  KafkaJSConnectionClosedError:
    'the broker closed the connection (it stops, or the listener wants SASL: see security-protocol)',
  KafkaJSRequestTimeoutError: 'the broker took the request and did not answer in time',
};
