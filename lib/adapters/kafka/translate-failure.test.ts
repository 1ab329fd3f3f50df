import { describe, expect, test } from '@jest/globals';
import { WorldFailure } from '../../core/world-failure.ts';
import { type Evidence, translateFailure } from './translate-failure.ts';

const PLAIN: Evidence = {
  address: 'b:9092',
  tls: false,
  handshakeDone: true,
  socketError: undefined,
  firstBytes: undefined,
};
const TLS: Evidence = { ...PLAIN, tls: true };

const failure = (name: string, extra: object = {}): Error =>
  Object.assign(new Error(`${name} said`), { name, ...extra });
const coded = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

function translated(from: Error, evidence: Evidence): string {
  const outcome = translateFailure(from, evidence);
  return outcome instanceof Error ? `${outcome.name}: ${outcome.message}` : String(outcome);
}

const BROKEN = failure('KafkaJSConnectionError');
const CLOSED = failure('KafkaJSConnectionClosedError');

describe('what kafkajs, Node and OpenSSL say becomes ours', () => {
  test.each([
    [
      'refused',
      BROKEN,
      { ...PLAIN, socketError: coded('ECONNREFUSED') },
      /^BrokerLinkFailed: b:9092: nothing listens/,
    ],
    ['unknown host', BROKEN, { ...PLAIN, socketError: coded('ENOTFOUND') }, /host name is not known/],
    [
      'no answer',
      failure('KafkaJSRequestTimeoutError'),
      PLAIN,
      /^BrokerLinkFailed: .*did not answer in time/,
    ],
    [
      'hung up',
      CLOSED,
      PLAIN,
      /^BrokerLinkFailed: .*closed the connection \(it stops, or the listener wants SASL/,
    ],
    ['unknown reason', BROKEN, PLAIN, /^BrokerLinkFailed: b:9092: KafkaJSConnectionError said/],
    [
      'TLS alert in plaintext',
      CLOSED,
      { ...PLAIN, firstBytes: Buffer.from('150303', 'hex') },
      /^KafkaProtocolMismatch: .*speaks TLS/,
    ],
    [
      'hung up on TLS',
      BROKEN,
      { ...TLS, handshakeDone: false, socketError: coded('ECONNRESET') },
      /^KafkaProtocolMismatch: .*hung up on TLS/,
    ],
    [
      'not TLS',
      BROKEN,
      { ...TLS, socketError: coded('ERR_SSL_WRONG_VERSION_NUMBER') },
      /^KafkaProtocolMismatch/,
    ],
    ['reset later', BROKEN, { ...TLS, socketError: coded('ECONNRESET') }, /^BrokerLinkFailed: .*was reset/],
    [
      'own authority',
      BROKEN,
      { ...TLS, socketError: coded('SELF_SIGNED_CERT_IN_CHAIN') },
      /^KafkaTlsFailed: .*as ssl-ca/,
    ],
    [
      'no client certificate',
      BROKEN,
      { ...TLS, socketError: coded('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE') },
      /^KafkaTlsFailed: .*give ssl-cert and ssl-key/,
    ],
    ['expired', BROKEN, { ...TLS, socketError: coded('CERT_HAS_EXPIRED') }, /^KafkaTlsFailed: .*Renew/],
    [
      'another host',
      BROKEN,
      { ...TLS, socketError: coded('ERR_TLS_CERT_ALTNAME_INVALID') },
      /^KafkaTlsFailed: .*host names/,
    ],
    [
      'no PEM',
      BROKEN,
      { ...TLS, socketError: coded('ERR_OSSL_PEM_NO_START_LINE') },
      /^KafkaTlsFailed: .*PEM/,
    ],
    [
      'wrong password',
      failure('KafkaJSSASLAuthenticationError'),
      PLAIN,
      /^KafkaAuthenticationFailed: b:9092 refused the login/,
    ],
    [
      'wrong password, by code',
      failure('KafkaJSProtocolError', { code: 58 }),
      PLAIN,
      /^KafkaAuthenticationFailed/,
    ],
    ['mechanism', failure('KafkaJSProtocolError', { code: 33 }), PLAIN, /^KafkaAuthenticationFailed/],
    [
      'no login wanted',
      failure('KafkaJSProtocolError', { code: 34 }),
      PLAIN,
      /^KafkaProtocolMismatch: .*does not ask for a login/,
    ],
  ])('%s', (_what, from, evidence, message) => {
    expect(translated(from, evidence)).toMatch(message);
  });

  test.each([
    ['a bug', new TypeError('x is not a function')],
    ['an error code for the caller', failure('KafkaJSProtocolError', { code: 6 })],
    ['what is translated already', new WorldFailure('done')],
    ['no error at all', 'text'],
  ])('%s stays as it is', (_what, from) => {
    expect(translateFailure(from, PLAIN)).toBe(from);
  });

  test('the cause is the socket’s own error', () => {
    const socketError = coded('ECONNREFUSED');
    expect(translateFailure(BROKEN, { ...PLAIN, socketError })).toHaveProperty('cause', socketError);
  });
});
