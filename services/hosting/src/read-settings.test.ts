import { describe, expect, test } from '@jest/globals';
import { parsed, ProblemsFound } from '../../../lib/core/problem.ts';
import { readInputs, requiredText } from '../../../lib/core/read-inputs.ts';
import type { Environment } from './core/variables.ts';
import { readSettings } from './read-settings.ts';

const READERS = { 'group-id': requiredText('a group') };
const OWN = {
  names: Object.keys(READERS),
  read: (raw: Parameters<typeof readInputs>[0]) => {
    const read = readInputs(raw, READERS);
    return read.ok ? parsed(read.value['group-id']) : read;
  },
};
const GOOD = { KAFKA_BOOTSTRAP_BROKERS: 'kafka-1:9092', GROUP_ID: 'readers' };

/** Files by path; `late` ones appear with the second look. */
function read(env: Environment, files: Record<string, string> = {}, late: Record<string, string> = {}) {
  const there = new Map(Object.entries(files));
  const waitForFiles = (): Promise<boolean> => {
    const more = Object.entries(late).filter(([path]) => !there.has(path));
    for (const [path, content] of more) there.set(path, content);
    return Promise.resolve(more.length > 0);
  };
  return readSettings({ env, readFile: (path) => Promise.resolve(there.get(path)), waitForFiles }, OWN);
}

async function problemsOf(reading: Promise<unknown>): Promise<string> {
  const failure = await reading.catch((reason: unknown) => reason);
  return failure instanceof ProblemsFound ? failure.message : `no problems: ${String(failure)}`;
}

describe('settings', () => {
  test('are all there', async () => {
    expect(await read(GOOD)).toEqual({
      kafka: { brokers: ['kafka-1:9092'], security: { protocol: 'PLAINTEXT' } },
      own: 'readers',
    });
  });

  test('are complained of together, by the names of the variables', async () => {
    const said = await problemsOf(
      read({ KAFKA_SECURITY_PROTOCOL: 'SASL_TLS', KAFKA_BOOTSTRAP_BROKERS: 'x', FILE_WAIT: 'long' }),
    );
    expect(said).toMatch(/^variable KAFKA_SECURITY_PROTOCOL: "SASL_TLS" is not allowed/m);
    expect(said).toMatch(/^variable KAFKA_BOOTSTRAP_BROKERS: "x" is not allowed/m);
    expect(said).toMatch(/^variable GROUP_ID: it is required/m);
    expect(said).toMatch(/^variable FILE_WAIT: "long" is not allowed/m);
  });

  test('name the variables in what is said about two of them', async () => {
    const said = await problemsOf(read({ ...GOOD, KAFKA_SASL_USERNAME: 'me' }));
    expect(said).toContain(
      'variable KAFKA_SASL_USERNAME: it was given and KAFKA_SECURITY_PROTOCOL is PLAINTEXT',
    );
  });

  test('do not log in by IAM', async () => {
    const iam = { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'aws-msk-iam' };
    expect(await problemsOf(read({ ...GOOD, ...iam }))).toContain(
      'variable KAFKA_SASL_MECHANISM: the services cannot',
    );
  });
});

describe('mounted files', () => {
  const TLS = { ...GOOD, KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_CA_FILE: '/run/ca.pem' };
  const CA = '-----BEGIN CERTIFICATE-----';

  test('are waited for when they come late', async () => {
    expect(await read(TLS, {}, { '/run/ca.pem': CA })).toMatchObject({
      kafka: { security: { protocol: 'SSL', tls: { ca: CA } } },
    });
  });

  test('that never come are named', async () => {
    expect(await problemsOf(read(TLS))).toContain('variable KAFKA_SSL_CA_FILE: /run/ca.pem is not there');
  });

  test('are not waited for when something else is wrong', async () => {
    const said = await problemsOf(read({ ...TLS, GROUP_ID: '' }, {}, { '/run/ca.pem': CA }));
    expect(said).toContain('variable GROUP_ID');
    expect(said).not.toContain('/run/ca.pem');
  });

  test('and their variables are not both given', async () => {
    const said = await problemsOf(read({ ...TLS, KAFKA_SSL_CA: CA }, { '/run/ca.pem': CA }));
    expect(said).toContain('variable KAFKA_SSL_CA_FILE: KAFKA_SSL_CA was given too. Remove one of them.');
  });

  test('that are no certificates are a problem', async () => {
    expect(await problemsOf(read(TLS, { '/run/ca.pem': 'oops' }))).toContain(
      'variable KAFKA_SSL_CA: it is not a PEM text',
    );
  });
});
