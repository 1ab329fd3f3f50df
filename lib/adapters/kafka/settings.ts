import { type KafkaConfig, logLevel, type SASLOptions } from 'kafkajs';
import { IAM, type KafkaSecurity, type PasswordLogin } from '../../core/kafka-security.ts';
import { bearerLogin } from './bearer-login.ts';
import { mechanismOnTheWire } from './login-failure.ts';
import type { Evidence } from './translate-failure.ts';

export interface KafkaSettings {
  /** `host:port` each; any of them that answers is enough. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly security: KafkaSecurity;
  /** A fresh token for each login by aws-msk-iam. */
  readonly token?: () => Promise<string>;
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
    ...saslOf(settings),
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

function saslOf({ security, token }: KafkaSettings): Pick<KafkaConfig, 'sasl'> {
  if (!('sasl' in security)) return {};
  if (security.sasl.mechanism !== IAM) return { sasl: saslOptions(security.sasl) };
  if (token === undefined) throw new Error(`a login by ${IAM} needs a token`);
  const mechanism = mechanismOnTheWire(IAM);
  return { sasl: { mechanism, authenticationProvider: bearerLogin(token) } };
}

function saslOptions({ mechanism, username, password }: PasswordLogin): SASLOptions {
  // One branch each: kafkajs's type is a union that a union of mechanisms does not fit.
  if (mechanism === 'plain') return { mechanism, username, password };
  if (mechanism === 'scram-sha-256') return { mechanism, username, password };
  return { mechanism, username, password };
}
