import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import {
  KafkaAuthenticationFailed,
  KafkaProtocolMismatch,
  KafkaTlsFailed,
  KafkaUnreachable,
} from '../../../lib/adapters/kafka/connection-failures.ts';
import { describeQuorum } from '../../../lib/adapters/kafka/describe-quorum.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import { orThrow } from '../../../lib/core/problem.ts';
import { readKafkaInputs } from '../../../lib/core/kafka-inputs.ts';
import { grantAcls, revokeAcls } from '../../../lab/grant-acls.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import type { SecuredAccess } from '../../../lab/secured-access.ts';
import { Authority } from '../../../lab/tls/authority.ts';
import { createTopic } from '../../e2e/lab-kafka.ts';
import { eventually } from '../../lab/eventually.ts';
import { tlsPort } from './tls-port.ts';

const PASSWORD = 'a-wrong-secret';
const ours = new Authority('lab authority');
const other = new Authority('another authority');
const HOUR = 3_600_000;

let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ secured: true });
  await createTopic(lab, 'orders', 1);
}, 600_000);

afterAll(() => lab.close());

type Inputs = Readonly<Record<string, string>>;

const open = (inputs: Inputs): Promise<KafkaConnection> =>
  KafkaConnection.open({ clientId: 'contract', ...orThrow(readKafkaInputs(inputs)) });

const access = (way: keyof SecuredAccess): Inputs => lab.secured?.[way] ?? {};
const without = (inputs: Inputs, ...names: readonly string[]): Inputs =>
  Object.fromEntries(Object.entries(inputs).filter(([name]) => !names.includes(name)));

async function refusalOf(inputs: Inputs): Promise<Error> {
  try {
    await using connection = await open(inputs);
    throw new Error(`it was let in, to ${String((await connection.brokers()).length)} brokers`);
  } catch (failure) {
    if (failure instanceof Error) return failure;
    throw failure;
  }
}

async function topicsSeen(kafka: KafkaConnection, topics: readonly string[] | null) {
  const seen = await kafka.send(metadata, { topics }, 'any');
  return seen.topics.map(({ name, errorCode }) => `${name} ${errorName(errorCode)}`);
}

const untilSeen = (kafka: KafkaConnection, wanted: readonly string[]): Promise<void> =>
  eventually(`topics ${wanted.join()}`, async () => (await topicsSeen(kafka, null)).join() === wanted.join());

describe('a broker with TLS, SASL and ACLs', () => {
  test.each(['scram', 'mtls'] as const)('by %s every broker answers itself', async (way) => {
    await using connection = await open(access(way));
    const ids = (await connection.brokers()).map(({ id }) => id);
    expect(ids.toSorted()).toEqual([1, 2, 3]);
    for (const id of ids) {
      expect((await connection.send(metadata, { topics: [] }, id)).brokers).toHaveLength(3);
    }
    await untilSeen(connection, ['orders NONE']);
    expect(await connection.send(describeQuorum, {}, 'any')).toMatchObject({ errorCode: 0 });
  });

  test('a user without a right sees an empty cluster, and refusals where it asks by name', async () => {
    await using kafka = await open(access('limited'));
    expect(await topicsSeen(kafka, null)).toEqual([]);
    expect(await topicsSeen(kafka, ['orders', 'absent'])).toEqual([
      'orders TOPIC_AUTHORIZATION_FAILED',
      'absent TOPIC_AUTHORIZATION_FAILED',
    ]);
    const { errorCode } = await kafka.send(describeQuorum, {}, 'any');
    expect(errorName(errorCode)).toBe('CLUSTER_AUTHORIZATION_FAILED');

    await grantAcls(lab, [{ resource: 'topic', name: 'orders', operations: ['DESCRIBE'] }]);
    await untilSeen(kafka, ['orders NONE']);
    await revokeAcls(lab);
    await untilSeen(kafka, []);
  });

  test.each<[string, () => Inputs, new (...rest: never[]) => Error, RegExp]>([
    [
      'a wrong password',
      () => ({ ...access('scram'), 'sasl-password': PASSWORD }),
      KafkaAuthenticationFailed,
      /refused the login \(.*SCRAM-SHA-512\)\. Check sasl-username and sasl-password/,
    ],
    [
      'an unknown user',
      () => ({ ...access('scram'), 'sasl-username': 'nobody' }),
      KafkaAuthenticationFailed,
      /refused the login/,
    ],
    [
      'a mechanism that is not enabled',
      () => ({ ...access('scram'), 'sasl-mechanism': 'plain' }),
      KafkaAuthenticationFailed,
      /does not know PLAIN; it offers (SCRAM-SHA-512, OAUTHBEARER|OAUTHBEARER, SCRAM-SHA-512)\. Set sasl-mechanism/,
    ],
    [
      'no authority given',
      () => without(access('scram'), 'ssl-ca'),
      KafkaTlsFailed,
      /not signed by an authority that this machine trusts .* as ssl-ca/,
    ],
    [
      'another authority',
      () => ({ ...access('scram'), 'ssl-ca': other.cert }),
      KafkaTlsFailed,
      /not signed by an authority in ssl-ca/,
    ],
    [
      'another authority of the same name',
      () => ({ ...access('mtls'), 'ssl-ca': ours.cert }),
      KafkaTlsFailed,
      /not signed by an authority in ssl-ca/,
    ],
    [
      'no certificate of the client',
      () => without(access('mtls'), 'ssl-cert', 'ssl-key'),
      KafkaTlsFailed,
      /wants a certificate of the client, and none was given .*Give ssl-cert and ssl-key/,
    ],
    [
      'a certificate that the broker does not trust',
      () => ({ ...access('mtls'), ...clientOf(other) }),
      KafkaTlsFailed,
      /refused the certificate in ssl-cert/,
    ],
    [
      'TLS to the plaintext port',
      () => ({ ...access('scram'), 'bootstrap-brokers': lab.bootstrapBrokers.join() }),
      KafkaProtocolMismatch,
      /hung up on TLS, as one that does not speak it\. Set security-protocol to PLAINTEXT/,
    ],
    [
      'plaintext to the TLS port',
      () => ({ 'bootstrap-brokers': access('mtls')['bootstrap-brokers'] ?? '' }),
      KafkaProtocolMismatch,
      /speaks TLS and this connection does not\. Set security-protocol to SSL or SASL_SSL/,
    ],
    [
      'no login where one is wanted',
      () => ({
        ...without(access('scram'), 'sasl-mechanism', 'sasl-username', 'sasl-password'),
        'security-protocol': 'SSL',
      }),
      KafkaUnreachable,
      /hung up where a login is due: .* wants security-protocol SASL_SSL, not SSL/,
    ],
    [
      'a login where none is asked for',
      () => ({
        ...access('scram'),
        ...without(access('mtls'), 'security-protocol'),
      }),
      KafkaProtocolMismatch,
      /does not ask for a login\. Set security-protocol to PLAINTEXT or SSL/,
    ],
  ])('%s: says which it is, where, and what to do, and no secret', async (_name, inputs, kind, message) => {
    const refusal = await refusalOf(inputs());
    expect(refusal).toBeInstanceOf(kind);
    expect(refusal.message).toMatch(message);
    expect(refusal.message).toMatch(/127\.0\.0\.1:\d+: /);
    expect(refusal.message).not.toContain(PASSWORD);
    expect(refusal.message).not.toMatch(/BEGIN|secret/);
  });
});

const clientOf = (authority: Authority): Inputs => {
  const { cert, key } = authority.issue({ name: 'stranger' });
  return { 'ssl-cert': cert, 'ssl-key': key };
};

describe('a certificate of the broker', () => {
  test.each([
    [
      { validFrom: Date.now() - 2 * HOUR, validUntil: Date.now() - HOUR },
      /has expired \(CERT_HAS_EXPIRED\)\. Renew/,
    ],
    [{ validFrom: Date.now() + HOUR }, /not valid yet \(CERT_NOT_YET_VALID\)\. Check the clock/],
    [
      { hosts: ['broker-1.example.org'] },
      /for other host names \(ERR_TLS_CERT_ALTNAME_INVALID\)\. Use the names/,
    ],
  ])('%j is told', async (subject, message) => {
    await using server = await tlsPort(ours.issue({ name: 'broker', hosts: ['127.0.0.1'], ...subject }));
    const refusal = await refusalOf({
      'bootstrap-brokers': `127.0.0.1:${String(server.port)}`,
      'security-protocol': 'SSL',
      'ssl-ca': ours.cert,
    });
    expect(refusal).toBeInstanceOf(KafkaTlsFailed);
    expect(refusal.message).toMatch(message);
  });
});
