import { type KafkaConfig, logLevel, type SASLOptions } from 'kafkajs';
import type { KafkaSecurity, SaslLogin } from '../../core/kafka-security.ts';
import type { Evidence } from './translate-failure.ts';

export interface KafkaSettings {
  /** `host:port` each; any of them that answers is enough. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly security: KafkaSecurity;
  /** How long one answer may take, in milliseconds; 5000 when not given. */
  readonly requestTimeoutMs?: number;
  /** How long the TCP and TLS handshakes may take, in milliseconds; 3000 when not given. */
  readonly connectTimeoutMs?: number;
}

export const requestTimeoutOf = (settings: KafkaSettings): number => settings.requestTimeoutMs ?? 5_000;
export const connectTimeoutOf = (settings: KafkaSettings): number => settings.connectTimeoutMs ?? 3_000;

/** The settings as kafkajs wants them: silent and without retries, for routing and retrying are ours. */
export function toKafkaConfig(settings: KafkaSettings): KafkaConfig {
  return {
    brokers: [...settings.brokers],
    clientId: settings.clientId,
    requestTimeout: requestTimeoutOf(settings),
    connectionTimeout: connectTimeoutOf(settings),
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
    ...tlsOf(settings.security),
    ...saslOf(settings.security),
  };
}

export const usesTls = (security: KafkaSecurity): boolean => 'tls' in security;

/** What was given of the security, without any secret. */
export const securityGiven = (security: KafkaSecurity): Pick<Evidence, 'tls' | 'mechanism'> => ({
  tls:
    'tls' in security
      ? { ca: security.tls.ca !== undefined, cert: security.tls.cert !== undefined }
      : undefined,
  mechanism: 'sasl' in security ? security.sasl.mechanism : undefined,
});

const tlsOf = (security: KafkaSecurity): Pick<KafkaConfig, 'ssl'> =>
  'tls' in security ? { ssl: { ...security.tls } } : {};

const saslOf = (security: KafkaSecurity): Pick<KafkaConfig, 'sasl'> =>
  'sasl' in security ? { sasl: saslOptions(security.sasl) } : {};

function saslOptions({ mechanism, username, password }: SaslLogin): SASLOptions {
  // One branch each: kafkajs's type is a union that a union of mechanisms does not fit.
  if (mechanism === 'plain') return { mechanism, username, password };
  if (mechanism === 'scram-sha-256') return { mechanism, username, password };
  return { mechanism, username, password };
}
