import { describe, expect, test } from '@jest/globals';
import { WorldFailure } from '../../core/world-failure.ts';
import { type Evidence, translateFailure } from './translate-failure.ts';
import { NOTHING_HEARD } from './watch-exchanges.ts';

const PLAIN: Evidence = {
  address: 'b:9092',
  tls: undefined,
  mechanism: undefined,
  handshakeDone: true,
  socketError: undefined,
  firstBytes: undefined,
  heard: NOTHING_HEARD,
};
const TLS: Evidence = { ...PLAIN, tls: { ca: false, cert: false } };
const LOGIN: Evidence = { ...TLS, mechanism: 'scram-sha-512' };
const heard = (answers: number) => ({ ...NOTHING_HEARD, answers });

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
      'hung up on plaintext at once',
      CLOSED,
      PLAIN,
      /^BrokerLinkFailed: .*at the first request: .* the listener speaks TLS \(security-protocol SSL or SASL_SSL\)/,
    ],
    [
      'hung up on a login in plaintext',
      CLOSED,
      { ...PLAIN, mechanism: 'plain' as const },
      /the listener speaks TLS \(security-protocol SASL_SSL\)/,
    ],
    [
      'hung up where a login is due',
      CLOSED,
      { ...TLS, heard: heard(1) },
      /^BrokerLinkFailed: .*wants security-protocol SASL_SSL, not SSL/,
    ],
    [
      'hung up later',
      CLOSED,
      { ...TLS, heard: heard(2) },
      /^BrokerLinkFailed: .*closed the connection: it is stopping/,
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
      /^KafkaTlsFailed: .*by an authority that this machine trusts \(SELF_SIGNED_CERT_IN_CHAIN\)\. Give .* as ssl-ca/,
    ],
    [
      'wrong password',
      failure('KafkaJSSASLAuthenticationError'),
      { ...LOGIN, heard: { ...heard(3), loginFailure: failure('KafkaJSProtocolError', { code: 58 }) } },
      /^KafkaAuthenticationFailed: b:9092: the broker refused the login \(KafkaJSProtocolError said\)\. Check sasl-username/,
    ],
    [
      'wrong password, by code',
      failure('KafkaJSProtocolError', { code: 58 }),
      LOGIN,
      /^KafkaAuthenticationFailed/,
    ],
    [
      'a broker that does not prove that it knows the password',
      failure('KafkaJSSASLAuthenticationError'),
      LOGIN,
      /^KafkaAuthenticationFailed/,
    ],
    [
      'hung up within the login',
      failure('KafkaJSSASLAuthenticationError'),
      { ...LOGIN, heard: { ...heard(2), loginFailure: CLOSED } },
      /^BrokerLinkFailed: .*it is stopping/,
    ],
    [
      'mechanism',
      failure('KafkaJSProtocolError', { code: 33 }),
      { ...LOGIN, heard: { ...heard(2), offered: ['PLAIN', 'AWS_MSK_IAM'] } },
      /^KafkaAuthenticationFailed: .*does not know SCRAM-SHA-512; it offers PLAIN, AWS_MSK_IAM\. Set sasl-mechanism/,
    ],
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
