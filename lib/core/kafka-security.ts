/** How a client proves itself to the brokers and the brokers to it; the names are Kafka's `security.protocol`. */
export type KafkaSecurity =
  | { readonly protocol: 'PLAINTEXT' }
  | { readonly protocol: 'SSL'; readonly tls: TlsMaterial }
  | { readonly protocol: 'SASL_PLAINTEXT'; readonly sasl: SaslLogin }
  | { readonly protocol: 'SASL_SSL'; readonly tls: TlsMaterial; readonly sasl: SaslLogin };

/** PEM texts. Without `ca` the authorities that Node trusts are used; `cert` and `key` come together (mutual TLS). */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** `aws-msk-iam` logs in with the credentials for AWS, over OAUTHBEARER; the others with a password. */
export type SaslLogin = PasswordLogin | { readonly mechanism: typeof IAM };

export interface PasswordLogin {
  readonly mechanism: Exclude<SaslMechanism, typeof IAM>;
  readonly username: string;
  readonly password: string;
}

export const SECURITY_PROTOCOLS = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const;
export type SecurityProtocol = (typeof SECURITY_PROTOCOLS)[number];

export const IAM = 'aws-msk-iam';
export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512', IAM] as const;
export type SaslMechanism = (typeof SASL_MECHANISMS)[number];
