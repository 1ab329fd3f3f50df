import { describe, expect, test } from '@jest/globals';
import { kafkaInputs, readKafkaInputs } from './kafka-inputs.ts';
import { describeProblem, type Parsed, parsed } from './problem.ts';
import { type RawInputs, readInputs } from './read-inputs.ts';

const PEM = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----';
const BROKERS = { 'bootstrap-brokers': 'a:1' };
const LOGIN = { 'sasl-mechanism': 'SCRAM-SHA-512', 'sasl-username': 'ann', 'sasl-password': 'secret' };

function securityFrom(raw: RawInputs): Parsed<unknown> {
  const read = readKafkaInputs({ ...BROKERS, ...raw });
  return read.ok ? parsed(read.value.security) : read;
}

const problemsOf = (outcome: Parsed<unknown>): string[] =>
  outcome.ok ? [] : outcome.problems.map(describeProblem);

describe('bootstrap-brokers', () => {
  test.each([
    ['a:1', ['a:1']],
    [' broker-1:9092, broker-2:9092 ,', ['broker-1:9092', 'broker-2:9092']],
    ['a:1\n[::1]:2\n', ['a:1', '[::1]:2']],
  ])('%j is a list of brokers', (given, brokers) => {
    const read = readInputs({ 'bootstrap-brokers': given }, kafkaInputs);
    expect(read).toMatchObject({ ok: true, value: { 'bootstrap-brokers': brokers } });
  });

  test.each(['a', 'a:0', 'a:1,b', 'a:99999', ','])('%j is not', (given) => {
    const read = readInputs({ 'bootstrap-brokers': given }, kafkaInputs);
    expect(problemsOf(read)).toEqual([
      `input bootstrap-brokers: "${given}" is not allowed. Give host:port items parted by commas or line ends, such as broker-1:9092,broker-2:9092.`,
    ]);
  });

  test('it is required', () => {
    expect(problemsOf(readInputs({}, kafkaInputs))).toEqual([
      expect.stringContaining('input bootstrap-brokers: it is required'),
    ]);
  });
});

describe('security', () => {
  test.each([
    ['nothing', {}, { protocol: 'PLAINTEXT' }],
    ['TLS', { 'security-protocol': 'SSL' }, { protocol: 'SSL', tls: {} }],
    [
      'mutual TLS',
      { 'security-protocol': 'SSL', 'ssl-ca': PEM, 'ssl-cert': PEM, 'ssl-key': PEM },
      { protocol: 'SSL', tls: { ca: PEM, cert: PEM, key: PEM } },
    ],
    [
      'a login',
      { 'security-protocol': 'SASL_PLAINTEXT', ...LOGIN },
      {
        protocol: 'SASL_PLAINTEXT',
        sasl: { mechanism: 'scram-sha-512', username: 'ann', password: 'secret' },
      },
    ],
    [
      'a login over TLS',
      { 'security-protocol': 'SASL_SSL', ...LOGIN, 'sasl-mechanism': 'plain', 'ssl-ca': PEM },
      {
        protocol: 'SASL_SSL',
        tls: { ca: PEM },
        sasl: { mechanism: 'plain', username: 'ann', password: 'secret' },
      },
    ],
    [
      'the role of the job',
      { 'security-protocol': 'SASL_SSL', 'sasl-mechanism': 'aws-msk-iam' },
      { protocol: 'SASL_SSL', tls: {}, sasl: { mechanism: 'aws-msk-iam' } },
    ],
  ])('%s', (_what, raw, security) => {
    expect(securityFrom(raw)).toEqual({ ok: true, value: security });
  });

  test('a login without anything: all that is missing together', () => {
    expect(problemsOf(securityFrom({ 'security-protocol': 'SASL_SSL' }))).toEqual([
      'input sasl-mechanism: security-protocol is SASL_SSL and it was not given. Give it, or set security-protocol to SSL.',
      'input sasl-username: security-protocol is SASL_SSL and it was not given. Give it, or set security-protocol to SSL.',
      'input sasl-password: security-protocol is SASL_SSL and it was not given. Give it, or set security-protocol to SSL.',
    ]);
  });

  test('inputs that the protocol does not use are contradictions', () => {
    expect(problemsOf(securityFrom({ 'sasl-username': 'ann', 'ssl-ca': PEM }))).toEqual([
      'input sasl-username: it was given and security-protocol is PLAINTEXT, which does not use it. Set security-protocol to SASL_SSL, or remove it.',
      'input ssl-ca: it was given and security-protocol is PLAINTEXT, which does not use it. Set security-protocol to SSL or SASL_SSL, or remove it.',
    ]);
    expect(
      problemsOf(securityFrom({ 'security-protocol': 'SASL_PLAINTEXT', ...LOGIN, 'ssl-key': PEM })),
    ).toHaveLength(1);
  });

  test('aws-msk-iam needs no password, and a connection that nobody reads', () => {
    const raw = { 'security-protocol': 'SASL_PLAINTEXT', ...LOGIN, 'sasl-mechanism': 'aws-msk-iam' };
    expect(problemsOf(securityFrom(raw))).toEqual([
      'input sasl-username: it was given and sasl-mechanism is aws-msk-iam, which does not use it. Remove it.',
      'input sasl-password: it was given and sasl-mechanism is aws-msk-iam, which does not use it. Remove it.',
      'input security-protocol: it is SASL_PLAINTEXT and sasl-mechanism is aws-msk-iam, whose token would be readable on the way. Set security-protocol to SASL_SSL.',
    ]);
  });

  test('a certificate and its key come together', () => {
    const outcome = securityFrom({ 'security-protocol': 'SSL', 'ssl-cert': PEM });
    expect(problemsOf(outcome)).toEqual([
      'input ssl-cert: it was given without ssl-key. Give ssl-key too, or remove it.',
    ]);
  });

  test('a problem with a secret does not show it', () => {
    const outcome = securityFrom({ 'security-protocol': 'SSL', 'ssl-cert': PEM, 'ssl-key': 'c2VjcmV0' });
    expect(problemsOf(outcome)).toEqual([
      'input ssl-key: it is not a PEM text. Give the text itself (-----BEGIN ...), not a file name.',
    ]);
  });

  test.each([
    ['security-protocol', 'TLS'],
    ['sasl-mechanism', 'OAUTHBEARER'],
  ])('%s %s is not allowed', (name, value) => {
    expect(problemsOf(securityFrom({ [name]: value }))).toEqual([
      expect.stringContaining(`input ${name}: "${value}" is not allowed. Give one of`),
    ]);
  });
});
