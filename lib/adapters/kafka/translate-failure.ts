import type { SaslMechanism } from '../../core/kafka-security.ts';
import { WorldFailure } from '../../core/world-failure.ts';
import {
  BrokerLinkFailed,
  KafkaAuthenticationFailed,
  KafkaProtocolMismatch,
  KafkaTlsFailed,
} from './connection-failures.ts';
import { errorName } from './error-codes.ts';
import { describeRefusedLogin, describeUnknownMechanism } from './login-failure.ts';
import { diagnoseTls, type TlsGiven } from './tls-failure.ts';
import type { Heard } from './watch-exchanges.ts';

/** What a connection has seen by the time that it failed. */
export interface Evidence {
  /** `host:port`. */
  readonly address: string;
  /** Undefined without TLS. */
  readonly tls: TlsGiven | undefined;
  /** Undefined without a login. */
  readonly mechanism: SaslMechanism | undefined;
  /** The TCP handshake, and with `tls` the TLS handshake too, was done. */
  readonly handshakeDone: boolean;
  readonly socketError: NodeJS.ErrnoException | undefined;
  /** The first bytes that came, before TLS took them apart. */
  readonly firstBytes: Buffer | undefined;
  readonly heard: Heard;
}

/**
 * The one place where errors of kafkajs, Node and OpenSSL become ours, by their names and codes. What is none of them
 * (a bug, or an error code that the caller has to judge) comes back as it is.
 */
export function translateFailure(failure: unknown, evidence: Evidence): unknown {
  if (!(failure instanceof Error) || failure instanceof WorldFailure) return failure;
  if (failure.name !== LOGIN_FAILED) return translateCoded(failure, evidence);
  // kafkajs gives every end of a login this name; what happened is beneath it.
  const beneath = evidence.heard.loginFailure ?? failure;
  return beneath === failure ? refusedLogin(failure, evidence) : translateCoded(beneath, evidence);
}

const LOGIN_FAILED = 'KafkaJSSASLAuthenticationError';

function translateCoded(failure: Error, evidence: Evidence): unknown {
  switch (errorCodeOf(failure)) {
    case 'ILLEGAL_SASL_STATE':
      return new KafkaProtocolMismatch(evidence.address, SPEAKS_NO_SASL, { cause: failure });
    case 'UNSUPPORTED_SASL_MECHANISM': {
      const what = describeUnknownMechanism(evidence.mechanism, evidence.heard.offered);
      return new KafkaAuthenticationFailed(evidence.address, what, { cause: failure });
    }
    case 'SASL_AUTHENTICATION_FAILED':
      return refusedLogin(failure, evidence);
    default:
      return LINK_FAILURES.has(failure.name) ? brokenLink(failure, evidence) : failure;
  }
}

function refusedLogin(failure: Error, { address, mechanism }: Evidence): KafkaAuthenticationFailed {
  const what = describeRefusedLogin(mechanism, failure.message);
  return new KafkaAuthenticationFailed(address, what, { cause: failure });
}

/** Empty for an error that is not the broker's. */
const errorCodeOf = (failure: Error): string =>
  'code' in failure && typeof failure.code === 'number' ? errorName(failure.code) : '';

function brokenLink(failure: Error, evidence: Evidence): WorldFailure {
  const cause: NodeJS.ErrnoException = evidence.socketError ?? failure;
  const { address, tls } = evidence;
  if (speaksTls(evidence)) return new KafkaProtocolMismatch(address, SPEAKS_TLS, { cause });
  if (speaksNoTls(evidence, cause)) return new KafkaProtocolMismatch(address, SPEAKS_NO_TLS, { cause });
  const code = cause.code ?? '';
  const diagnosis = tls && diagnoseTls(code, tls);
  if (diagnosis) return new KafkaTlsFailed(address, { code, ...diagnosis }, { cause });
  return new BrokerLinkFailed(address, reasonOf(code, failure, evidence), { cause });
}

const LINK_FAILURES = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSLockTimeout',
  'KafkaJSTimeout',
]);

const TLS_ALERT = 0x15;
// What OpenSSL says when the other side does not speak TLS.
const NO_TLS_CODES = ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'];

const speaksTls = ({ tls, firstBytes }: Evidence): boolean => !tls && firstBytes?.[0] === TLS_ALERT;

/** A plaintext listener takes the first bytes of TLS for a length far too large, and hangs up. */
const speaksNoTls = ({ tls, handshakeDone }: Evidence, { code }: NodeJS.ErrnoException): boolean =>
  (tls !== undefined && !handshakeDone && code === 'ECONNRESET') || NO_TLS_CODES.includes(code ?? '');

const SPEAKS_TLS =
  'the listener speaks TLS and this connection does not. Set security-protocol to SSL or SASL_SSL, or give the port ' +
  'of the plaintext listener.';
const SPEAKS_NO_SASL =
  'the listener does not ask for a login. Set security-protocol to PLAINTEXT or SSL, or give the port of a SASL listener.';
const SPEAKS_NO_TLS =
  'the listener hung up on TLS, as one that does not speak it. Set security-protocol to PLAINTEXT or SASL_PLAINTEXT, ' +
  'or give the port of the TLS listener.';

function reasonOf(code: string, failure: Error, evidence: Evidence): string {
  if (failure.name === 'KafkaJSConnectionClosedError' && code === '') return hungUp(evidence);
  return REASONS[code] ?? REASONS[failure.name] ?? failure.message;
}

/** A listener that wants another protocol says nothing; where it hangs up is all there is to judge by. */
function hungUp({ tls, mechanism, heard }: Evidence): string {
  const [first, second] = tls ? (['SSL', 'SASL_SSL'] as const) : (['PLAINTEXT', 'SASL_PLAINTEXT'] as const);
  if (heard.answers === 0 && !tls) {
    const wanted = mechanism === undefined ? 'SSL or SASL_SSL' : 'SASL_SSL';
    return `the broker hung up at the first request: it is stopping, or the listener speaks TLS (security-protocol ${wanted})`;
  }
  if (heard.answers === 1 && mechanism === undefined) {
    return `the broker hung up where a login is due: it is stopping, or the listener wants security-protocol ${second}, not ${first}`;
  }
  return 'the broker closed the connection: it is stopping, or was stopped';
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ETIMEDOUT: 'no answer to the connection attempt',
  ECONNRESET: 'the connection was reset',
  KafkaJSRequestTimeoutError: 'the broker took the request and did not answer in time',
};
