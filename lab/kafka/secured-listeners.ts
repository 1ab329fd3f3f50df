import { join } from 'node:path';
import { USERS } from './users.ts';

/** What a broker has beside its plaintext listener. */
export interface SecuredPlace {
  /** TLS, and a login by SCRAM-SHA-512. */
  readonly saslPort: number;
  /** TLS, and a certificate of the client. */
  readonly mtlsPort: number;
  /** Holds the files below. */
  readonly tlsFolder: string;
}

export const AUTHORITY_FILE = 'authority.pem';
/** Key and certificate in one file, as Kafka reads them. */
export const BROKER_FILE = 'broker.pem';
/** The common name in the certificate of the client that may do everything. */
export const OPERATOR_NAME = 'operator';

export const securedListeners = ({ saslPort, mtlsPort }: SecuredPlace): string[] => [
  `SASL_SSL://127.0.0.1:${String(saslPort)}`,
  `SSL://127.0.0.1:${String(mtlsPort)}`,
];

export const securedProperties = ({ tlsFolder }: SecuredPlace): Record<string, string> => ({
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.location': join(tlsFolder, BROKER_FILE),
  'ssl.truststore.type': 'PEM',
  'ssl.truststore.location': join(tlsFolder, AUTHORITY_FILE),
  'listener.name.ssl.ssl.client.auth': 'required',
  'sasl.enabled.mechanisms': 'SCRAM-SHA-512,OAUTHBEARER',
  'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config':
    'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  // It takes unsigned tokens and refuses any other, such as one for MSK.
  'listener.name.sasl_ssl.oauthbearer.sasl.jaas.config':
    'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="nobody";',
});

/**
 * ACLs for whoever comes over a secured listener; without one nothing is allowed. The brokers, the controllers and
 * the lab itself come over plaintext, without a name, and may do everything.
 */
export const authorization = (): Record<string, string> => ({
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': `User:ANONYMOUS;User:${USERS.operator.username};User:CN=${OPERATOR_NAME}`,
});
