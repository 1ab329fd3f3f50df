import { WorldFailure } from '../../core/world-failure.ts';

/** One broker's address did not answer; `reason` is short, for a list of them. */
export class BrokerLinkFailed extends WorldFailure {
  readonly address: string;
  readonly reason: string;

  constructor(address: string, reason: string, options?: ErrorOptions) {
    super(`${address}: ${reason}`, options);
    this.name = 'BrokerLinkFailed';
    this.address = address;
    this.reason = reason;
  }
}

/** None of the brokers that we know of answered. */
export class KafkaUnreachable extends WorldFailure {
  readonly failures: readonly Error[];

  constructor(failures: readonly Error[]) {
    super(
      `Kafka is not reachable:\n${failures.map((failure) => `  ${failure.message}`).join('\n')}\n` +
        'Check bootstrap-brokers, and that this machine may reach these ports (security groups, VPN, DNS).',
    );
    this.name = 'KafkaUnreachable';
    this.failures = failures;
  }
}

/** The one broker that had to answer itself is not registered in the cluster, or did not answer. */
export class BrokerUnreachable extends WorldFailure {
  readonly brokerId: number;

  constructor(brokerId: number, reason: string, options?: ErrorOptions) {
    super(`broker ${String(brokerId)} ${reason}`, options);
    this.name = 'BrokerUnreachable';
    this.brokerId = brokerId;
  }
}

/** Nobody answered: the same request may be answered later, perhaps by another broker. */
export const isUnanswered = (failure: unknown): boolean =>
  failure instanceof BrokerUnreachable ||
  failure instanceof BrokerLinkFailed ||
  failure instanceof KafkaUnreachable;

/** The broker answered and refused the login. */
export class KafkaAuthenticationFailed extends WorldFailure {
  constructor(address: string, reason: string, options?: ErrorOptions) {
    super(
      `${address} refused the login: ${reason}. ` +
        'Check sasl-mechanism, sasl-username and sasl-password against what the brokers have.',
      options,
    );
    this.name = 'KafkaAuthenticationFailed';
  }
}

/** Both sides speak TLS and one does not accept the other's certificate, or a PEM text cannot be read. */
export class KafkaTlsFailed extends WorldFailure {
  constructor(address: string, code: string, options?: ErrorOptions) {
    super(`${address}: TLS failed (${code}). ${tlsFix(code)}`, options);
    this.name = 'KafkaTlsFailed';
  }
}

/** One side speaks TLS or SASL and the other does not. */
export class KafkaProtocolMismatch extends WorldFailure {
  constructor(address: string, what: string, options?: ErrorOptions) {
    super(`${address}: ${what}`, options);
    this.name = 'KafkaProtocolMismatch';
  }
}

function tlsFix(code: string): string {
  if (code.startsWith('ERR_OSSL')) return 'Check that ssl-ca, ssl-cert and ssl-key are whole PEM texts.';
  if (code.includes('ALERT'))
    return 'The broker wants a client certificate that it trusts: give ssl-cert and ssl-key.';
  if (code === 'CERT_HAS_EXPIRED') return 'Renew the certificate of the broker.';
  if (code.includes('ALTNAME')) return 'Use the host names that are in the certificates of the brokers.';
  return 'Give the authority that signed the certificates of the brokers as ssl-ca.';
}
