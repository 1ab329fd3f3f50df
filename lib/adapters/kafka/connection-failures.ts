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

/** The broker answered and refused the login, or does not know the mechanism; `what` ends in what to do. */
export class KafkaAuthenticationFailed extends WorldFailure {
  constructor(address: string, what: string, options?: ErrorOptions) {
    super(`${address}: ${what}`, options);
    this.name = 'KafkaAuthenticationFailed';
  }
}

interface TlsReason {
  /** Node's or OpenSSL's. */
  readonly code: string;
  readonly what: string;
  readonly fix: string;
}

/** Both sides speak TLS and one does not accept the other's certificate, or a PEM text cannot be read. */
export class KafkaTlsFailed extends WorldFailure {
  constructor(address: string, { code, what, fix }: TlsReason, options?: ErrorOptions) {
    super(`${address}: ${what} (${code}). ${fix}`, options);
    this.name = 'KafkaTlsFailed';
  }
}

/** One side speaks TLS or SASL and the other does not; `what` ends in what to do. */
export class KafkaProtocolMismatch extends WorldFailure {
  constructor(address: string, what: string, options?: ErrorOptions) {
    super(`${address}: ${what}`, options);
    this.name = 'KafkaProtocolMismatch';
  }
}
