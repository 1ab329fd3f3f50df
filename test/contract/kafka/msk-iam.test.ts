import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { mskIamToken } from '../../../lib/adapters/msk-iam-token.ts';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { KafkaAuthenticationFailed } from '../../../lib/adapters/kafka/connection-failures.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { Authority } from '../../../lab/tls/authority.ts';
import { IamBroker } from './iam-broker.ts';

const CREDENTIALS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret/key', sessionToken: 'se/ss+ion=' };
const NOON = Date.UTC(2026, 10, 21, 12);
const settings = { region: 'eu-west-1', credentials: () => Promise.resolve(CREDENTIALS) };

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const keyed = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** The signature as the documentation of AWS builds it: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signatureOf(url: URL): string {
  const [, day = '', region = '', service = ''] = (url.searchParams.get('X-Amz-Credential') ?? '').split('/');
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature' && name !== 'User-Agent')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const request = ['GET', '/', query, `host:${url.host}\n`, 'host', hash('')].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', url.searchParams.get('X-Amz-Date'), scope, hash(request)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    keyed,
    `AWS4${CREDENTIALS.secretAccessKey}`,
  );
  return keyed(key, text).toString('hex');
}

describe('a token for Amazon MSK', () => {
  test('is a signed URL of Connect in the region, for 15 minutes, without the secret', async () => {
    const token = await mskIamToken(settings, () => NOON)();
    expect(token).toMatch(/^[\w-]+$/);
    const text = Buffer.from(token, 'base64url').toString();
    const url = new URL(text);
    expect(url.origin + url.pathname).toBe('https://kafka.eu-west-1.amazonaws.com/');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      Action: 'kafka-cluster:Connect',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIAEXAMPLE/20261121/eu-west-1/kafka-cluster/aws4_request',
      'X-Amz-Date': '20261121T120000Z',
      'X-Amz-Expires': '900',
      'X-Amz-Security-Token': CREDENTIALS.sessionToken,
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': signatureOf(url),
      'User-Agent': 'kafka-fleet-actions',
    });
    expect(text).not.toContain(CREDENTIALS.secretAccessKey);
  });

  test('without credentials says what to give', async () => {
    const failing = () =>
      Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    const token = mskIamToken({ region: 'eu-west-1', credentials: failing })();
    await expect(token).rejects.toThrow(WorldFailure);
    await expect(token).rejects.toThrow(/login by aws-msk-iam: .*Give role-to-assume/);
  });
});

describe('a login by aws-msk-iam', () => {
  const authority = new Authority('lab authority');
  const start = (behaviour: { refuses?: string; sessionMs?: number }): Promise<IamBroker> =>
    IamBroker.start({
      certificate: authority.issue({ name: 'broker', hosts: ['127.0.0.1'] }),
      ...behaviour,
    });
  // A signature is that of a second.
  let second = 0;
  const open = ({ port }: IamBroker): Promise<KafkaConnection> =>
    KafkaConnection.open({
      brokers: [`127.0.0.1:${String(port)}`],
      clientId: 'contract',
      security: { protocol: 'SASL_SSL', tls: { ca: authority.cert }, sasl: { mechanism: 'aws-msk-iam' } },
      token: mskIamToken(settings, () => NOON + 1000 * (second += 1)),
    });

  test('sends the token as RFC 7628 has it', async () => {
    await using broker = await start({});
    await using connection = await open(broker);
    expect(await connection.brokers()).toMatchObject([{ id: 1, port: broker.port }]);
    expect(broker.logins).toEqual([`n,,\u0001auth=Bearer ${broker.tokens[0] ?? ''}\u0001\u0001`]);
    const url = new URL(Buffer.from(broker.tokens[0] ?? '', 'base64url').toString());
    expect(url.searchParams.get('X-Amz-Signature')).toBe(signatureOf(url));
  });

  test('that is refused is one, with what the broker said and what to check', async () => {
    await using broker = await start({ refuses: 'Access denied' });
    const opened = open(broker);
    await expect(opened).rejects.toThrow(KafkaAuthenticationFailed);
    await expect(opened).rejects.toThrow(
      /refused the login \(Access denied\)\. .*kafka-cluster:Connect.*aws-region/,
    );
    expect(broker.logins.at(-1)).toBe('\u0001');
  });

  test('never lasts longer than its session: the next request opens a connection with a token of its own', async () => {
    // kafkajs would log in again on the same connection 10 s before the end: AWS may have changed the session's name.
    await using broker = await start({ sessionMs: 10_400 });
    await using connection = await open(broker);
    await connection.refresh();
    expect(broker.connections).toEqual([1]);
    while (broker.tokens.length === 1) await connection.refresh();
    expect(broker.connections).toEqual([1, 2]);
    expect(new Set(broker.tokens).size).toBe(2);
  });
});
