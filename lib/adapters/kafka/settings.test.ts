import { describe, expect, test } from '@jest/globals';
import { type KafkaSettings, toKafkaConfig } from './settings.ts';

const SETTINGS: KafkaSettings = { brokers: ['a:1'], clientId: 'me', security: { protocol: 'PLAINTEXT' } };
const sasl = { username: 'ann', password: 'secret' };

describe('toKafkaConfig', () => {
  test('plaintext: neither TLS nor SASL, no retries, own time-outs', () => {
    const config = toKafkaConfig(SETTINGS);
    expect(config).toMatchObject({ brokers: ['a:1'], clientId: 'me', retry: { retries: 0 } });
    expect(config).toMatchObject({ requestTimeout: 5_000, connectionTimeout: 3_000 });
    expect(config).not.toHaveProperty('ssl');
    expect(config).not.toHaveProperty('sasl');
  });

  test('time-outs that are given', () => {
    const config = toKafkaConfig({ ...SETTINGS, requestTimeoutMs: 1, connectTimeoutMs: 2 });
    expect(config).toMatchObject({ requestTimeout: 1, connectionTimeout: 2 });
  });

  test.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)('a login with %s over TLS', (mechanism) => {
    const security = { protocol: 'SASL_SSL', tls: { ca: 'pem' }, sasl: { mechanism, ...sasl } } as const;
    expect(toKafkaConfig({ ...SETTINGS, security })).toMatchObject({
      ssl: { ca: 'pem' },
      sasl: { mechanism, ...sasl },
    });
  });
});
